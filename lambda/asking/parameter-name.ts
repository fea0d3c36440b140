/** Returns the path under which the parameters of a stack's media servers stand. */
export const serversPath = (stack: string): string => `/${stack}/servers`;

/** Returns the name of an app's parameter: a name takes `A-Za-z0-9_.-`, so every other byte, and `_`, is `_XX` in hex. */
export const toParameterName = (path: string, app: string): string =>
  `${path}/${Buffer.from(app)
    .toString('latin1')
    .replace(/[^A-Za-z0-9.-]/g, toHex)}`;

const toHex = (character: string): string => `_${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Returns the app of a parameter's name: the reverse of `toParameterName`. */
export function readAppName(parameterName: string): string {
  const encoded = parameterName.slice(parameterName.lastIndexOf('/') + 1);
  const bytes = encoded.replace(/_([0-9A-F]{2})/g, (_match, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
