import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { appKey, appsPartition, streamPartition } from '../../lambda/table/row-keys.ts';
import { DAY_MS, UNLISTED_MS } from '../../lambda/table/rows/expiry.ts';
import type { Item } from '../../lambda/table/table.ts';
import { hashToken, type Scope } from '../../lambda/tokens/token.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { receiverSettings, useEnvironment } from '../aws/use-environment.ts';
import { bundleOf } from '../bundle.ts';
import { root } from '../exec.ts';
import { hookEvent } from '../gateway-event.builder.ts';
import { missingReason, useEngine } from '../table/engine.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

const peers = ['tutorial', 'powertools', 'hono', 'hand-signed'];
const ours = 'receiver';
/** The version of a new state: ours begins at the clock. */
const firstVersionOf = (name: string) => expect.stringMatching(name === ours ? /^\d{13}$/ : /^1$/);

/** How long the row of a start is stored (ms): ours is listed for the 30 days of the settings, and stored for longer. */
const storedMsOf = (name: string) => 30 * DAY_MS + (name === ours ? UNLISTED_MS : 0);

/** The updates of a token's first hook: of the state, and ours notes the hour in which the token was used. */
const updatesOf = (name: string) => (name === ours ? ['UpdateItem', 'UpdateItem'] : ['UpdateItem']);

const engine = useEngine();
const environment = useEnvironment();
const folder = useTempFolder('peers');
const handlers = new Map<string, Handler>();
let proxy: CountingProxy;

// Vitest replaces the console; in Lambda it writes to stdout.
const logs = [
  vi.spyOn(process.stdout, 'write').mockReturnValue(true),
  vi.spyOn(console, 'log').mockReturnValue(undefined),
] as const;

/** The context of an invocation, which middleware reads. */
const context: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'hooks',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:local:123456789012:function:hooks',
  memoryLimitInMB: '256',
  awsRequestId: 'request',
  logGroupName: '/aws/lambda/hooks',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

const startedAt = Date.now();

/** Returns a form in the media server's charset, ISO-8859-1. */
const createForm = (timestamp: number) =>
  Buffer.from(`app=LiveApp&action=liveStreamStarted&id=cam-1&streamName=Caf%E9&timestamp=${timestamp}`);

const headers = { 'content-type': 'application/x-www-form-urlencoded' };

/** Posts a form to a handler. Each handler has an app of its own, with the handler's name. */
function post(name: string, token: string, timestamp = startedAt): Promise<APIGatewayProxyStructuredResultV2> {
  const handler = handlers.get(name);
  if (handler === undefined) throw new Error(`received ${name}, expected one of ${[...handlers.keys()]}`);
  return handler(hookEvent(name, token, createForm(timestamp), { headers, timeEpoch: startedAt + 5 }), context);
}

async function readRows(partition: string): Promise<Item[]> {
  const { Items = [] } = await engine().client.send(
    new QueryCommand({
      TableName: STREAMS_TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
    }),
  );
  return Items;
}

const readSortKeys = async (name: string) => (await readRows(streamPartition(name, 'cam-1'))).map(({ sk }) => sk?.S);

function historyKey(name: string, timestamp: number): string {
  const mac = createHmac('sha256', 'token').update(`${name}\0`).update(createForm(timestamp)).digest('base64url');
  return `lifecycle#${String(timestamp).padStart(15, '0')}#0#${mac.slice(0, 22)}`;
}

/** Returns the logged hooks, without lines of the embedded metric format. */
const loggedHooks = () =>
  logs
    .flatMap(({ mock }) => mock.calls.map(([line]) => String(line)))
    .filter((line) => line.startsWith('{') && !line.includes('"_aws"'))
    .map((line) => JSON.parse(line));

async function bundlePeer(name: string): Promise<string> {
  const outfile = join(folder, `${name}.cjs`);
  const entryPoints = [join(root, 'bench/peers', `${name}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
  return outfile;
}

describe.skipIf(missingReason !== undefined)('the peers', () => {
  beforeAll(async () => {
    proxy = await startCountingProxy(engine().endpoint);
    const { accessKeyId } = await engine().client.config.credentials();
    environment({ ...receiverSettings, AWS_ENDPOINT_URL: proxy.endpoint, AWS_ACCESS_KEY_ID: accessKeyId });
    const grant = (token: string, scope: Scope) =>
      engine().tokens.put(
        toTokenRow({ hash: hashToken(token), scopes: [scope], app: '*', label: '', createdAt: 0, expiresAt: null }),
      );
    await Promise.all([grant('token', 'hooks'), grant('reader', 'read')]);
    for (const name of peers) handlers.set(name, (await import(await bundlePeer(name))).handler);
    handlers.set(ours, (await import(bundleOf(ours, folder).file)).handler);
  });
  beforeEach(() => {
    for (const log of logs) log.mockClear();
    proxy.roundTrips();
  });
  afterAll(async () => {
    await proxy.close();
    for (const log of logs) log.mockRestore();
  });

  describe.each([...peers, ours])('%s does the job:', (name) => {
    test('it refuses an unknown token and a token that may only read, and stores nothing', async () => {
      expect(await post(name, 'none')).toMatchObject({ statusCode: 403 });
      expect(await post(name, 'reader')).toMatchObject({ statusCode: 403 });
      expect(proxy.roundTrips()).toEqual([['GetItem'], ['GetItem']]);
      expect(await readSortKeys(name)).toEqual([]);
    });

    test('it stores a first hook in two round trips, and logs one line', async () => {
      const { statusCode, headers: received, body } = await post(name, 'token');
      expect([statusCode, received?.['content-type'], body]).toEqual([
        200,
        'application/json',
        '{"outcome":"recorded"}',
      ]);
      expect(proxy.roundTrips()).toEqual([['GetItem'], ['PutItem', 'PutItem', ...updatesOf(name)]]);
      expect(loggedHooks()).toEqual([
        expect.objectContaining({ outcome: 'recorded', app: name, id: 'cam-1', lagMs: 5 }),
      ]);

      const [row, state, ...others] = await readRows(streamPartition(name, 'cam-1'));
      expect(others).toEqual([]);
      expect(row).toMatchObject({
        sk: { S: historyKey(name, startedAt) },
        action: { S: 'liveStreamStarted' },
        receivedAt: { N: String(startedAt + 5) },
        expiresAt: { N: String(Math.ceil((startedAt + 5 + storedMsOf(name)) / 1000)) },
      });
      expect(JSON.parse(row?.fields?.S ?? '')).toMatchObject({ id: 'cam-1', streamName: 'Café' });
      expect(state).toMatchObject({
        sk: { S: 'state' },
        status: { S: 'live' },
        startedAt: { N: String(startedAt) },
        name: { S: 'Café' },
        app: { S: name },
        id: { S: 'cam-1' },
        statusKey: { S: `${name}#live` },
        statusPosition: { S: `${String(startedAt).padStart(15, '0')}#${name}#cam-1` },
        version: { N: firstVersionOf(name) },
      });
      expect(await readRows(appsPartition)).toContainEqual(expect.objectContaining(appKey(name)));
    });

    test('it answers a repeated hook as a duplicate and adds no row', async () => {
      expect(await post(name, 'token')).toMatchObject({ statusCode: 200, body: '{"outcome":"duplicate"}' });
      expect(loggedHooks()).toEqual([expect.objectContaining({ outcome: 'duplicate' })]);
      expect(await readSortKeys(name)).toEqual([historyKey(name, startedAt), 'state']);
    });
  });

  test.each(peers)(
    '%s stores an older hook only in the history, and neither reads its token nor lists its app again',
    async (name) => {
      expect(await post(name, 'token', startedAt - 1)).toMatchObject({
        statusCode: 200,
        body: '{"outcome":"recorded"}',
      });
      expect(proxy.roundTrips()).toEqual([['PutItem', 'UpdateItem']]);
      const [older, newer, state] = await readRows(streamPartition(name, 'cam-1'));
      expect([older?.sk?.S, newer?.sk?.S]).toEqual([historyKey(name, startedAt - 1), historyKey(name, startedAt)]);
      expect(state).toMatchObject({ startedAt: { N: String(startedAt) }, version: { N: '1' } });
    },
  );
});
