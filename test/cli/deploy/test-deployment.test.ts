import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testDeployment } from '../../../cli/deploy/test-deployment.ts';
import { sendTestHook } from '../../../cli/deploy/test-hook.ts';
import { createTestStream } from '../../../cli/deploy/test-stream.ts';
import { StackOutputs } from '../../../cli/stack/outputs.ts';
import { coverageKey, sweepPartition } from '../../../lambda/table/row-keys.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { connect } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { TokenTable } from '../../../local/token-table.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

/** An address where nothing listens; fetch refuses some other low ports without connecting. */
const UNREACHABLE = 'http://127.0.0.1:2';

const DATA_DIR = useTempFolder('deploy');
const receiver = useReceiver(DATA_DIR);
let client: DynamoDBClient;
let tokens: TokenTable;
beforeAll(() => {
  client = connect(readRunningFile(DATA_DIR)?.dynamodb ?? '');
  tokens = new TokenTable(client, TOKENS_TABLE);
});
afterAll(() => {
  client.destroy();
});

const outputsAt = (url: string, more = {}) =>
  new StackOutputs('Hooks', { ApiUrl: url, StreamsTableName: STREAMS_TABLE, TokensTableName: TOKENS_TABLE, ...more });
const depsFor = (url: string, more = {}) => ({
  outputs: outputsAt(url, more),
  client,
  tokens,
  signal: new AbortController().signal,
});

/** Reads all rows but those of the receiver's own sweeps, which also say what the index by day covers. */
const scan = new ScanCommand({
  TableName: STREAMS_TABLE,
  FilterExpression: 'pk <> :sweep AND pk <> :coverage',
  ExpressionAttributeValues: { ':sweep': { S: sweepPartition }, ':coverage': coverageKey().pk ?? { S: '' } },
});

afterEach(async () => {
  expect((await client.send(scan)).Items).toEqual([]);
  expect((await tokens.list()).map(({ label }) => label)).toEqual(['npm start']);
});

/** The reply of the proxy before the receiver: its own, or the receiver's. */
type Reply = { readonly status: number; readonly body: string } | 'forward';

async function withProxy<T>(
  answer: (method: string) => Reply | Promise<Reply>,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer(async (request, response) => {
    const sent = await buffer(request);
    const reply = await answer(request.method ?? '');
    const { status, body } = reply === 'forward' ? await forward(request, sent) : reply;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`); // it listens on TCP
  } finally {
    server.close();
  }
}

async function forward(request: IncomingMessage, sent: Buffer) {
  const { authorization = '' } = request.headers;
  const body = request.method === 'POST' ? { body: new Uint8Array(sent) } : {};
  const { status, text } = await receiver.request(request.url ?? '', {
    method: request.method ?? '',
    headers: { authorization },
    ...body,
  });
  return { status, body: text };
}

test('a hook is sent and read back, and no row of it remains', async () => {
  expect(await testDeployment(depsFor(receiver.url))).toMatch(/^recorded and read back in \d\.\d s$/);
  expect(receiver.lines.at(-1)).toMatchObject({ app: 'deploy-test', action: 'liveStreamEnded', outcome: 'recorded' });
});

test('a new deployment may fail at first', async () => {
  const early: Reply[] = [{ status: 404, body: '{"message":"Not Found"}' }, 'forward'];
  const result = await withProxy(
    () => early.shift() ?? 'forward',
    (url) => testDeployment(depsFor(url)),
  );
  expect(result).toMatch(/^recorded/);
});

const failing = { status: 503, body: '{"message":"Service Unavailable"}' };

test.each([
  { fails: 'POST', says: /POST http:\S+\/hooks\/deploy-test\/\*\*\*: received 503 \{"message":"Service.*log group Hooks-Rec/ },
  { fails: 'GET', says: /GET http:\S+\/stream\?app=deploy-test&id=test-\w+: received 503 .*expected 200 and the stream.*Hooks-Rea/ },
])('when $fails fails, the message says what was received and where to look', async ({ fails, says }) => {
  const answer = (method: string): Reply => (method === fails ? failing : 'forward');
  await expect(withProxy(answer, (url) => testDeployment(depsFor(url), 0))).rejects.toThrow(says);
}); // biome-ignore format: a table

test('another stream than the test stream is a failure', async () => {
  const body = '{"app":"deploy-test","id":"other","status":"ended"}';
  const answer = (method: string): Reply => (method === 'GET' ? { status: 200, body } : 'forward');
  await expect(withProxy(answer, (url) => testDeployment(depsFor(url), 0))).rejects.toThrow(
    `received 200 ${body}, expected`,
  );
});

test('a machine that the allow-list blocks is no failure', async () => {
  const refused = { status: 403, body: '{"error":"this URL may not send hooks here"}' };
  const answer = (method: string): Reply => (method === 'POST' ? refused : 'forward');
  expect(await withProxy(answer, (url) => testDeployment(depsFor(url), 0))).toMatch(/^refused: allowList/);
});

test('an API that does not answer is reported, with the DNS record of a custom domain', async () => {
  await expect(testDeployment(depsFor(UNREACHABLE, { DomainTarget: 'd-1.aws' }), 0)).rejects.toThrow(
    /received no answer \(ECONNREFUSED\), .*online, and that the name of the custom domain is a CNAME of d-1\.aws\./,
  );
});

test('an abort ends the test with its reason', async () => {
  const controller = new AbortController();
  const hookTest = {
    outputs: outputsAt(UNREACHABLE),
    secret: 's',
    stream: createTestStream(0),
    signal: controller.signal,
  };
  const ended = expect(sendTestHook(hookTest)).rejects.toThrow('Interrupted');
  await setTimeout(200); // nothing has answered: it pauses
  controller.abort(new Error('Interrupted'));
  await ended;
});

test('Ctrl-C ends the test, and rows that the receiver writes after it are removed too', async () => {
  const before = receiver.lines.length;
  let interrupt: (() => void) | undefined;
  const late = async (method: string): Promise<Reply> => {
    interrupt?.();
    if (method === 'POST') await setTimeout(1_000);
    return 'forward';
  };
  await withProxy(late, async (url) => {
    const env = { API_URL: url, DYNAMODB: readRunningFile(DATA_DIR)?.dynamodb };
    const { child, ended } = start('../test/cli/deploy/print-next-steps-process', [], env);
    interrupt = () => child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'Interrupted: the stack is deployed, but not tested.\n',
    });
    expect(stdout).toContain(`Webhook URL   ${url}/hooks/LiveApp/<TOKEN>\n`);
  });
  await vi.waitFor(() => expect(receiver.lines.length).toBe(before + 1), 5_000);
  expect(receiver.lines.at(-1)).toMatchObject({ app: 'deploy-test', outcome: 'recorded' });
});
