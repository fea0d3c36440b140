import * as sdk from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import * as ours from '../../lambda/aws/client-dynamodb.ts';
import { STREAMS_TABLE as TableName } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { useEnvironment } from './use-environment.ts';

type Kit = Pick<typeof sdk, keyof typeof ours>;
type Send = Pick<sdk.DynamoDBClient, 'send'>;

const engine = useEngine();
const environment = useEnvironment();
/** Ours has only the commands and members that lambda/ uses. */
const kits: Record<'ours' | 'theirs', Kit> = { ours: ours as unknown as Kit, theirs: sdk };
let clients: Record<'ours' | 'theirs', Send>;

beforeAll(async () => {
  const { client, endpoint } = engine();
  const { accessKeyId } = await client.config.credentials();
  environment({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId });
  clients = { ours: new kits.ours.DynamoDBClient(), theirs: client };
});

const sk = { S: 'Café "東京" 👍' };
const row = (pk: string) => ({ pk: { S: pk }, sk, status: { S: 'live' }, n: { N: '1.5' }, all: { SS: ['a', 'b'] } });
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
const ends = {
  UpdateExpression: 'SET #status = :status, yes = :yes',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: { ':status': { S: 'ended' }, ':yes': { BOOL: true } },
  ReturnValues: 'UPDATED_OLD',
} as const;

/** In this order: each depends on those before it. */
const commands: [string, (kit: Kit, pk: string) => object][] = [
  ['a new row', (kit, pk) => new kit.PutItemCommand({ TableName, Item: row(pk), ...isNew })],
  ['a refused condition', (kit, pk) => new kit.PutItemCommand({ TableName, Item: row(pk), ...isNew })],
  ['a row', (kit, pk) => new kit.GetItemCommand({ TableName, Key: { pk: { S: pk }, sk } })],
  ['no row', (kit) => new kit.GetItemCommand({ TableName, Key: { pk: { S: 'nobody' }, sk } })],
  ['an update', (kit, pk) => new kit.UpdateItemCommand({ TableName, Key: { pk: { S: pk }, sk }, ...ends })],
  ['a page', (kit, pk) => new kit.QueryCommand({ TableName, Limit: 1, ...partition(pk) })],
  ['keys', (kit, pk) => new kit.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [{ pk: { S: pk }, sk }] } } })], // biome-ignore format: a row
  ['a table that is not there', (kit, pk) => new kit.GetItemCommand({ TableName: 'nowhere', Key: { pk: { S: pk } } })],
  ['half a key', (kit, pk) => new kit.PutItemCommand({ TableName, Item: { pk: { S: pk } } })],
  ['a deletion', (kit, pk) => new kit.DeleteItemCommand({ TableName, Key: { pk: { S: pk }, sk } })],
];

function partition(pk: string) {
  return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } };
}

interface ClientAnswer {
  readonly $metadata: sdk.GetItemCommandOutput['$metadata'];
}

/** The answer or error of a client, without the differences between any two requests. */
async function outcomeOf(whose: 'ours' | 'theirs', command: (typeof commands)[number][1]): Promise<object> {
  const kit = kits[whose];
  const answered: Promise<ClientAnswer> = clients[whose].send(command(kit, whose) as never);
  const { $metadata, ...answer } = await answered.catch((error) => {
    const isRefused = error instanceof kit.ConditionalCheckFailedException;
    return { name: error.name, message: error.message, isRefused, $metadata: error.$metadata };
  });
  expect($metadata.requestId).toEqual(expect.any(String));
  return JSON.parse(JSON.stringify({ ...answer, status: $metadata.httpStatusCode }).replaceAll(`"${whose}"`, '"pk"'));
}

describe('the client of the bundles behaves like the SDK for', () => {
  test.each(commands)('%s', async (_what, command) => {
    expect(await outcomeOf('ours', command)).toEqual(await outcomeOf('theirs', command));
  });
});
