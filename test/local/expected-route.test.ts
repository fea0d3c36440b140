import { beforeAll, expect, test } from 'vitest';
import { updateExpectations } from '../../lambda/expecting/update-expectations.ts';
import type { ExpectedStream } from '../../lambda/table/rows/expected-row.ts';
import { Table } from '../../lambda/table/table.ts';
import { readRunningFile } from '../../local/data-dir/data-dir.ts';
import { connect } from '../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../local/database/embedded-tables.ts';
import { TokenTable } from '../../local/token-table.ts';
import { buildExpected, plantExpected } from '../expecting/expected-stream.builder.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { useReceiver } from './use-receiver.ts';

const dataDir = useTempFolder('expected');
const receiver = useReceiver(dataDir);
const NOW = Date.now();
const ago = (seconds: number) => NOW - seconds * 1_000;
const iso = (at: number) => new Date(at).toISOString();

async function withClient<T>(use: (client: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const client = connect(readRunningFile(dataDir)?.dynamodb ?? '');
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

const plant = (...expected: ExpectedStream[]) =>
  withClient((client) => plantExpected(new Table(client, STREAMS_TABLE), ...expected));

/** Creates a token that may read one app. */
async function tokenOf(app: string): Promise<Record<string, string>> {
  const secret = `${app}-${Math.random()}`;
  const token = { app, scopes: ['read'], label: 'test', createdAt: NOW, expiresAt: null } as const;
  await withClient((client) => new TokenTable(client, TOKENS_TABLE).create(secret, token));
  return { authorization: `Bearer ${secret}` };
}

const hook = (app: string, action: string, id: string, secondsAgo: number, fields: object = {}) =>
  receiver.postHook(app, { action, id, timestamp: ago(secondsAgo), ...fields });

const expected = async (headers?: Record<string, string>) => (await receiver.read('/expected', headers)).json.expected;

beforeAll(async () => {
  expect((await receiver.read('/expected')).json).toEqual({ expected: [] });
  await plant(
    buildExpected({ app: 'B', id: 'never', addedAt: ago(301) }),
    buildExpected({ app: 'A', id: 'ended', addedAt: ago(9_000) }),
    buildExpected({ app: 'A', id: 'cam/1?x=#2', addedAt: ago(9_000), grace: 90 }),
    buildExpected({ app: 'A!', id: 'z', addedAt: NOW }),
    buildExpected({ app: 'A', id: 'Cam', addedAt: ago(9_000) }),
  );
  await hook('A', 'liveStreamStarted', 'cam/1?x=#2', 800, { streamName: 'Front door' });
  await hook('A', 'liveStreamStarted', 'ended', 900);
  await hook('A', 'liveStreamEnded', 'ended', 200);
});

const ofA = [
  { app: 'A', id: 'Cam', name: null, grace: 300, state: 'missing', since: iso(ago(9_000)) },
  { app: 'A', id: 'cam/1?x=#2', name: 'Front door', grace: 90, state: 'live', since: iso(ago(800)) },
  { app: 'A', id: 'ended', name: null, grace: 300, state: 'waiting', since: iso(ago(200)) },
];
const others = [
  { app: 'A!', id: 'z', name: null, grace: 300, state: 'waiting', since: iso(NOW) },
  { app: 'B', id: 'never', name: null, grace: 300, state: 'missing', since: iso(ago(301)) },
];

test('are listed by app and id, as of now, without any sweep', async () => {
  expect(await expected()).toEqual([...ofA, ...others]);
});

test('a token of one app sees its own, of an app that was never seen too', async () => {
  expect(await expected(await tokenOf('A'))).toEqual(ofA);
  expect(await expected(await tokenOf('B'))).toEqual(others.slice(1));
  expect(await expected(await tokenOf('C'))).toEqual([]);
});

test('need a token', async () => {
  expect((await receiver.request('/expected')).status).toBe(401);
});

test('take no parameter, and only GET and HEAD', async () => {
  expect(await receiver.read('/expected?app=A')).toMatchObject({
    status: 400,
    json: { error: '"app": received a parameter of this name, expected no parameter' },
  });
  expect((await receiver.request('/expected', { method: 'POST' })).status).toBe(404);
  expect((await receiver.read('/expected/A')).status).toBe(404);
});

test('are 304 for a client that has them, until one changes', async () => {
  await plant(buildExpected({ app: 'A', id: 'tag', addedAt: NOW }));
  const etag = (await receiver.read('/expected')).headers.get('etag') ?? '';
  const again = () => receiver.read('/expected', { 'if-none-match': etag });
  expect(await again()).toMatchObject({ status: 304, text: '' });
  await hook('A', 'liveStreamStarted', 'tag', 0);
  expect((await again()).status).toBe(200);
});

test('between two sweeps a stream that ends or comes back is shown so at once', async () => {
  await plant(buildExpected({ app: 'D', id: 'cam', addedAt: ago(9_000) }));
  const d = await tokenOf('D');
  const found = async () => (await expected(d)).map(({ state, since }: Record<string, string>) => ({ state, since }));
  await hook('D', 'liveStreamStarted', 'cam', 800);
  await withClient((client) => updateExpectations(new Table(client, STREAMS_TABLE), () => undefined, Date.now()));
  expect(await found()).toEqual([{ state: 'live', since: iso(ago(800)) }]);
  await hook('D', 'liveStreamEnded', 'cam', 400);
  expect(await found()).toEqual([{ state: 'missing', since: iso(ago(400)) }]);
  await withClient((client) => updateExpectations(new Table(client, STREAMS_TABLE), () => undefined, Date.now()));
  await hook('D', 'liveStreamStarted', 'cam', 10);
  expect(await found()).toEqual([{ state: 'live', since: iso(ago(10)) }]);
});
