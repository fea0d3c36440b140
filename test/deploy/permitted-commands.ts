import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfig } from './account.ts';

/** A key that no row has: what is permitted does no harm. */
const Key = { pk: { S: 'nobody' }, sk: { S: 'nothing' } };
const nobodyQuery = {
  KeyConditionExpression: 'pk = :nobody',
  ExpressionAttributeValues: { ':nobody': { S: 'nobody' } },
};
const indexQuery = { ...nobodyQuery, KeyConditionExpression: 'statusKey = :nobody', IndexName: 'byStatus' };

/** Everything that a function may try to do to a table, each under a name; what cannot be undone last. */
const tableCommands = {
  GetItem: (TableName: string) => new GetItemCommand({ TableName, Key }),
  BatchGetItem: (TableName: string) => new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }),
  Query: (TableName: string) => new QueryCommand({ TableName, ...nobodyQuery }),
  'Query of the index': (TableName: string) => new QueryCommand({ TableName, ...indexQuery }),
  Scan: (TableName: string) => new ScanCommand({ TableName, Limit: 1 }),
  UpdateItem: (TableName: string) => new UpdateItemCommand({ TableName, Key }),
  PutItem: (TableName: string) => new PutItemCommand({ TableName, Item: Key }),
  BatchWriteItem: (TableName: string) =>
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } }),
  DeleteItem: (TableName: string) => new DeleteItemCommand({ TableName, Key }),
  DeleteTable: (TableName: string) => new DeleteTableCommand({ TableName }),
};

/** No message: whoever may do something to it is told that there is none. */
const ReceiptHandle = 'nothing';

/** The same of a queue. An empty message is refused to whoever may send one. */
const queueCommands = {
  SendMessage: (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: '' }),
  ReceiveMessage: (QueueUrl: string) => new ReceiveMessageCommand({ QueueUrl }),
  DeleteMessage: (QueueUrl: string) => new DeleteMessageCommand({ QueueUrl, ReceiptHandle }),
  ChangeMessageVisibility: (QueueUrl: string) =>
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
  GetQueueAttributes: (QueueUrl: string) => new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  PurgeQueue: (QueueUrl: string) => new PurgeQueueCommand({ QueueUrl }),
};

/** What a role is let do to a table, by trying everything under that role. */
export async function permittedTableCommands(endpoint: string, role: string, table: string): Promise<string[]> {
  const client = new DynamoDBClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(tableCommands, (attempt) => client.send(attempt(table) as GetItemCommand)); // one of many kinds
}

/** What a role is let do to a queue. */
export async function permittedQueueCommands(endpoint: string, role: string, queue: string): Promise<string[]> {
  const client = new SQSClient(await clientConfigOfRole(endpoint, role));
  return permittedNames(queueCommands, (attempt) => client.send(attempt(queue) as ReceiveMessageCommand));
}

/** What a client is made with that acts in a role. */
async function clientConfigOfRole(endpoint: string, role: string) {
  const sts = new STSClient(clientConfig(endpoint));
  const RoleArn = `arn:aws:iam::000000000000:role/${role}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'attempts' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { ...clientConfig(endpoint), credentials: { accessKeyId, secretAccessKey, sessionToken: SessionToken } };
}

async function permittedNames<T>(
  attempts: Record<string, T>,
  send: (attempt: T) => Promise<unknown>,
): Promise<string[]> {
  const names: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) if (await isPermitted(() => send(attempt))) names.push(name);
  return names;
}

/** How a request is refused that was permitted: a key of another table's shape, a message that is empty, or that there is none of. */
const ERRORS_AFTER_PERMISSION = ['ValidationException', 'MissingParameter', 'ReceiptHandleIsInvalid'];
const PERMISSION_ERRORS = ['AccessDenied', 'AccessDeniedException'];

async function isPermitted(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof Error && ERRORS_AFTER_PERMISSION.includes(error.name)) return true;
    if (error instanceof Error && PERMISSION_ERRORS.includes(error.name)) return false;
    throw error;
  }
}
