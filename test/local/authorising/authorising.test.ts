import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuthorisationLogLine } from '../../../lambda/authorising/authoriser-deps.ts';
import { REFUSALS_PREFIX } from '../../../lambda/table/row-keys.ts';
import { readRefusalRow } from '../../../lambda/table/rows/refusal-rows.ts';
import { IN_MEMORY } from '../../../local/data-dir/data-dir.ts';
import { connect, type Database, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { StreamKeyTable } from '../../../local/stream-key-table.ts';

import { FaultyDynamoDB } from '../../faults/faulty-dynamodb.ts';

const KEY = 'amk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const published = { appName: 'LiveApp', name: 'cam-1', streamId: 'cam-1', mode: 'live', token: KEY };

const lines: AuthorisationLogLine[] = [];
let database: Database;
/** Closed by a test, while its tables stay. */
let receiver: Receiver;
let close = async () => {};

beforeAll(async () => {
  const started = await startDatabase(IN_MEMORY);
  database = { endpoint: started.endpoint, close: async () => {} };
  close = started.close;
  const options = { port: 0, host: '127.0.0.1', dataDir: IN_MEMORY, database, token: 'T', log: () => {} };
  receiver = await startReceiver({ ...options, logQuestion: (line) => lines.push(line) });
  const client = connect(database);
  const key = {
    app: 'LiveApp',
    stream: 'cam-*',
    use: 'both',
    label: '',
    createdAt: 0,
    from: null,
    expires: null,
  } as const;
  await new StreamKeyTable(client, TOKENS_TABLE).create(KEY, key);
  client.destroy();
});
afterAll(() => close());

async function ask(path: string, fields: object = {}, method = 'POST') {
  const body = method === 'POST' ? JSON.stringify({ ...published, ...fields }) : null;
  const response = await fetch(receiver.url + path, { method, body });
  return { status: response.status, text: await response.text() };
}

describe('the routes', () => {
  test.each([
    { path: '/authorize/publish/LiveApp/T' },
    { path: '/authorize/publish/LiveApp/T/' },
    { path: '/authorize/publish/Live%41pp/%54' },
    { path: '/authorize/publish/LiveApp/T?key=x' },
    { path: '/authorize/play/LiveApp/T', fields: { mode: 'play' } },
  ])('$path allows', async ({ path, fields }) => {
    expect(await ask(path, fields)).toEqual({ status: 200, text: '{"allowed":true}' });
  });

  test.each([
    { path: '/authorize/publish/LiveApp/wrong', status: 403 },
    { path: '/authorize/play/LiveApp/T', status: 403 },
    { path: '/authorize/publish/LiveApp/T/x', status: 404 },
    { path: '/authorize/publish/LiveApp', status: 404 },
    { path: '/authorize/record/LiveApp/T', status: 404 },
    { path: '/authorize/publish/', status: 404 },
    { path: '/authorize/publish/LiveApp/T', status: 404, method: 'GET' },
  ])('$method $path is answered $status', async ({ path, status, method }) => {
    expect((await ask(path, {}, method)).status).toBe(status);
  });
});

test.each(['/authorize/publish/LiveApp/T', '/authorize/record/LiveApp/T'])(
  '%s in a browser says who asks there',
  async (path) => {
    const response = await fetch(`${receiver.url}${path}`);
    expect(await response.json()).toEqual({
      error: expect.stringContaining('expected POST /authorize/publish/{app}/{token}'),
    });
  },
);

test('each question is logged by its use, without its path', async () => {
  lines.length = 0;
  await ask('/authorize/play/LiveApp/T', { mode: 'play' });
  await ask('/authorize/publish/LiveApp/wrong');
  expect(lines).toMatchObject([
    { use: 'play', app: 'LiveApp', id: 'cam-1', status: 200 },
    { use: 'publish', status: 403, reason: 'wrongUrl' },
  ]);
});

test('a lookup that the database refuses is tried again', async () => {
  const faulty = await FaultyDynamoDB.start(database.endpoint);
  const options = { port: 0, host: '127.0.0.1', dataDir: IN_MEMORY, token: 'T', log: () => {} };
  const faultyReceiver = await startReceiver({ ...options, database: { ...database, endpoint: faulty.endpoint } });
  const url = `${faultyReceiver.url}/authorize/publish/LiveApp/T`;
  try {
    await faulty.set('error500', { table: 'tokens', every: 2 });
    const statuses = [];
    for (const token of ['a', 'b', 'c'])
      statuses.push((await fetch(url, { method: 'POST', body: JSON.stringify({ ...published, token }) })).status);
    expect(statuses).toEqual([403, 403, 403]);
  } finally {
    await faultyReceiver.close();
    await faulty.close();
  }
});

test('a receiver that closes writes what it has counted', async () => {
  await ask('/authorize/publish/LiveApp/T', { name: 'door/KEY', streamId: 'door/KEY' });
  await receiver.close();
  const client = connect(database);
  const rows = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: STREAMS_TABLE })) rows.push(...Items);
  const refused = rows.filter(({ pk, sk }) => pk?.S?.startsWith(REFUSALS_PREFIX) && sk?.S?.startsWith('event#'));
  expect(refused.map(readRefusalRow)).toContainEqual(
    expect.objectContaining({ app: 'LiveApp', id: 'door/***', use: 'publish', reason: 'otherStream', count: 1 }),
  );
  expect(await new StreamKeyTable(client, TOKENS_TABLE).list()).toMatchObject([{ allowed: 6 }]);
  client.destroy();
});
