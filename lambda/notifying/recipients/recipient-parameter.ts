/** Returns the path under which the parameters of a stack's recipients stand. */
export const recipientsPath = (stack: string): string => `/${stack}/notify`;

/** Returns the name of a recipient's parameter. */
export const recipientParameter = (path: string, name: string): string => `${path}/${name}`;

/** Returns the recipient's name in the name of its parameter: the reverse of `recipientParameter`. */
export const readRecipientName = (parameter: string): string => parameter.slice(parameter.lastIndexOf('/') + 1);
