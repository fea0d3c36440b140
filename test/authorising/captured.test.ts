import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorise } from '../../lambda/authorising/authorise.ts';
import type { AuthorisationLogLine } from '../../lambda/authorising/authoriser-deps.ts';
import { RefusalStore } from '../../lambda/authorising/refusal-store.ts';
import { Table } from '../../lambda/table/table.ts';
import { toStreamKeyRow } from '../../lambda/tokens/stream-key-row.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import { connect, type Database, startDatabase } from '../../local/database/database.ts';
import { TOKENS_TABLE } from '../../local/database/embedded-tables.ts';
import { type Receiver, startReceiver } from '../../local/start-receiver.ts';
import { post } from '../capture.ts';
import { useEngine } from '../table/engine.ts';
import { buildAuthoriser, buildKey, questionEvent, TOKEN } from './authoriser.builder.ts';

const folder = new URL('../fixtures/authorisation/', import.meta.url);

/** The keys that publishers showed when the questions were captured. */
const keys = ['abc', 'TOKEN', 'T', 'Zm9v'].map((secret) => buildKey(secret, { use: 'publish' }));

/** Every captured question, by its release and what was published; the ids are those of the log. */
const answers: Record<string, Partial<AuthorisationLogLine>> = {
  ...Object.fromEntries(
    ['2.4.3', '2.6.2', '2.9.0', '2.14.0', '2.17.1'].flatMap((release) => [
      [`${release}-class-bare`, { status: 403, reason: 'noKey', id: 'cam-1' }],
      [`${release}-class-everything`, { status: 200, id: 'cam-1' }],
      [`${release}-class-query`, { status: 200, id: 'cam-1' }],
    ]),
  ),
  '2.4.3-class-no-query-metadata-latin1': { status: 403, reason: 'noKey', id: 'cam-1' },
  '2.6.2-class-no-query-metadata-latin1': { status: 403, reason: 'noKey', id: 'cam-1' },
  '2.9.0-class-no-query-metadata-latin1': { status: 403, reason: 'noKey', id: 'cam-1' },
  '2.14.0-class-no-query-metadata-latin1': { status: 200, id: 'cam-1' },
  '2.17.1-class-no-query-metadata-latin1': { status: 200, id: 'cam-1' },
  '2.17.1-publish-authorisation-0': { status: 403, reason: 'noKey', id: 'cam-x' },
  '2.17.1-publish-authorisation-1': { status: 403, reason: 'noKey', id: expect.stringMatching(/^n[ö\ufffd]m$/) },
  '2.17.1-publish-authorisation-2': { status: 403, reason: 'noKey', id: 'cam-y' },
  '2.17.1-rtmp-base64-token-cut': { status: 200, id: 'obs-7' },
  '2.17.1-rtmp-forging-parameters': { status: 403, reason: 'reservedParameter', id: 'obs-10' },
  '2.17.1-rtmp-latin1-token-invalid-utf8': { status: 403, reason: 'unknownKey', id: 'obs-9' },
  '2.17.1-rtmp-no-parameters': { status: 403, reason: 'noKey', id: 'pp-1' },
  '2.17.1-rtmp-odd-parameters': { status: 403, reason: 'noKey', id: 'pp-6' },
  '2.17.1-rtmp-parameter-metaData': { status: 403, reason: 'noKey', id: 'pp-11' },
  '2.17.1-rtmp-parameters-named-as-fields': { status: 403, reason: 'noKey', id: 'pp-10' },
  '2.17.1-rtmp-path-and-query': { status: 403, reason: 'noKey', id: 'obs-4/***' },
  '2.17.1-rtmp-path-token-as-ffmpeg-sends-it': { status: 200, id: 'pp-3' },
  '2.17.1-rtmp-path-token-as-obs-sends-it': { status: 200, id: 'obs-1' },
  '2.17.1-rtmp-path-token-subscriber-as-ffmpeg-sends-it': { status: 200, id: 'pp-5' },
  '2.17.1-rtmp-path-token-subscriber-as-obs-sends-it': { status: 200, id: 'obs-2' },
  '2.17.1-rtmp-query': { status: 200, id: 'au-0-200' },
  '2.17.1-rtmp-token-subscriber': { status: 200, id: 'pp-2' },
  '2.17.1-url-with-query': { status: 200, id: 're-3' },
};

/** Returns a captured request after its request line. */
function restOf(name: string): Buffer {
  const bytes = readFileSync(new URL(`${name}.http`, folder));
  return bytes.subarray(bytes.indexOf('\r\n'));
}

test('every captured question is listed', () => {
  expect(
    Object.keys(answers)
      .map((name) => `${name}.http`)
      .sort(),
  ).toEqual(readdirSync(folder).sort());
});

describe('over a socket, byte for byte, this machine answers', () => {
  const lines: AuthorisationLogLine[] = [];
  let database: Database;
  let receiver: Receiver;
  beforeAll(async () => {
    database = await startDatabase(IN_MEMORY);
    const options = { port: 0, host: '127.0.0.1', dataDir: IN_MEMORY, database, log: () => {} };
    receiver = await startReceiver({ ...options, token: TOKEN, logQuestion: (line) => lines.push(line) });
    const client = connect(database);
    const tokens = new Table(client, TOKENS_TABLE);
    await Promise.all(keys.map((key) => tokens.put(toStreamKeyRow(key))));
    client.destroy();
  });
  afterAll(() => receiver.close());

  test.each(Object.entries(answers))('%s', async (name, expected) => {
    const { status } = await post(`${receiver.url}/authorize/publish/LiveApp/${TOKEN}`, { rest: restOf(name) });
    expect({ ...lines.at(-1), status }).toMatchObject(expected);
  });
});

const engine = useEngine();

describe('as an event of API Gateway, which replaces bytes that are no UTF-8, they are answered', () => {
  test.each(Object.entries(answers))('%s', async (name, expected) => {
    const rest = restOf(name);
    const body = rest.subarray(rest.indexOf('\r\n\r\n') + 4).toString();
    const deps = buildAuthoriser({ keys }, { refusals: new RefusalStore(engine().streams, 1, () => {}) });
    const answer = await authorise({ ...questionEvent(''), body, isBase64Encoded: false }, deps);
    expect({ ...deps.lines[0], status: answer.statusCode }).toMatchObject(expected);
  });
});
