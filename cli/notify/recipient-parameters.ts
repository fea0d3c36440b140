import {
  DeleteParameterCommand,
  GetParameterCommand,
  type Parameter,
  PutParameterCommand,
  paginateGetParametersByPath,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import {
  readRecipientName,
  recipientParameter,
  recipientsPath,
} from '../../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient, parseRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';
import type { RecipientStore } from './recipient-store.ts';

/** The size of a parameter, in bytes; a larger one costs, and is of another tier. */
const MAX_PARAMETER_BYTES = 4_096;

/** Returns the recipients in the parameters of a deployed stack. */
export function createRecipientParameters(
  stack: string,
  client: SSMClient,
): Pick<RecipientStore, 'list' | 'read' | 'put' | 'remove'> {
  const path = recipientsPath(stack);
  return {
    list: async () => {
      const all = (await readParameters(client, path)).map((each) => [readRecipientName(each.Name ?? ''), toRecipient(each)] as const); // biome-ignore format: a line
      return {
        recipients: all.flatMap(([, recipient]) => (recipient === 'unreadable' ? [] : [recipient])),
        unreadable: all.flatMap(([name, recipient]) => (recipient === 'unreadable' ? [name] : [])),
      };
    },
    read: (name) =>
      unlessMissing(async () => {
        const input = { Name: recipientParameter(path, name), WithDecryption: true };
        return toRecipient((await client.send(new GetParameterCommand(input))).Parameter ?? {});
      }),
    put: async (recipient) => {
      const Name = recipientParameter(path, recipient.name);
      const input = { Name, Value: toValue(recipient), Type: 'SecureString', Overwrite: true } as const;
      await client.send(new PutParameterCommand(input));
    },
    remove: async (name) => {
      const Name = recipientParameter(path, name);
      const deleted = await unlessMissing(() => client.send(new DeleteParameterCommand({ Name })));
      return deleted !== undefined;
    },
  };
}

async function readParameters(client: SSMClient, path: string): Promise<Parameter[]> {
  const parameters: Parameter[] = [];
  for await (const page of paginateGetParametersByPath({ client }, { Path: path, WithDecryption: true }))
    parameters.push(...(page.Parameters ?? []));
  return parameters.sort((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1));
}

/** A parameter whose recipient has another name was not written by this command. */
function toRecipient({ Name = '', Value = '' }: Parameter): Recipient | 'unreadable' {
  try {
    const recipient = parseRecipient(Value);
    return recipient.name === readRecipientName(Name) ? recipient : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function toValue(recipient: Recipient): string {
  const value = formatRecipient(recipient);
  const bytes = Buffer.byteLength(value);
  if (bytes <= MAX_PARAMETER_BYTES) return value;
  throw new Error(
    `Recipient: received ${bytes} bytes, expected at most ${MAX_PARAMETER_BYTES}, which a parameter holds: use a shorter URL.`,
  );
}

async function unlessMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
    throw error;
  }
}
