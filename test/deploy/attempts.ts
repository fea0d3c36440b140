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
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { clientOf } from './account.ts';

/** A key that no row has: what is permitted does no harm. */
const Key = { pk: { S: 'nobody' }, sk: { S: 'nothing' } };
const whose = { KeyConditionExpression: 'pk = :nobody', ExpressionAttributeValues: { ':nobody': { S: 'nobody' } } };
const ofStatus = { ...whose, KeyConditionExpression: 'statusKey = :nobody', IndexName: 'byStatus' };

/** Everything that a function may try to do to a table, each under a name; what cannot be undone last. */
const attempts = {
  GetItem: (TableName: string) => new GetItemCommand({ TableName, Key }),
  BatchGetItem: (TableName: string) => new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }),
  Query: (TableName: string) => new QueryCommand({ TableName, ...whose }),
  'Query of the index': (TableName: string) => new QueryCommand({ TableName, ...ofStatus }),
  Scan: (TableName: string) => new ScanCommand({ TableName, Limit: 1 }),
  UpdateItem: (TableName: string) => new UpdateItemCommand({ TableName, Key }),
  PutItem: (TableName: string) => new PutItemCommand({ TableName, Item: Key }),
  BatchWriteItem: (TableName: string) =>
    new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } }),
  DeleteItem: (TableName: string) => new DeleteItemCommand({ TableName, Key }),
  DeleteTable: (TableName: string) => new DeleteTableCommand({ TableName }),
};

/** What a role is let do to a table, by trying everything under that role. */
export async function permittedTo(endpoint: string, role: string, table: string): Promise<string[]> {
  const sts = new STSClient(clientOf(endpoint));
  const RoleArn = `arn:aws:iam::000000000000:role/${role}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'attempts' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId, secretAccessKey, sessionToken: SessionToken };
  const client = new DynamoDBClient({ ...clientOf(endpoint), credentials });
  const permitted: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    if (await isPermitted(() => client.send(attempt(table) as GetItemCommand))) permitted.push(name); // one of many kinds
  }
  return permitted;
}

/** A request that is refused for another reason, such as a key of another table's shape, was permitted. */
async function isPermitted(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException') return true;
    if (error instanceof Error && error.name === 'AccessDeniedException') return false;
    throw error;
  }
}
