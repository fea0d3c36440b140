import { paginateScan } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { authorise } from '../../lambda/authorising/authorise.ts';
import type { AuthorisationLogLine, AuthoriserDeps } from '../../lambda/authorising/authoriser-deps.ts';
import { CredentialCache } from '../../lambda/authorising/credential-cache.ts';
import { StreamKeyUsage } from '../../lambda/authorising/key-usage.ts';
import { RefusalStore } from '../../lambda/authorising/refusal-store.ts';
import { toStreamKeyRow } from '../../lambda/tokens/stream-key-row.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { buildKey, buildToken, questionEvent, TOKEN } from './authoriser.builder.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 500);
/** Time for so many runs on a busy machine, in ms. */
const TIMEOUT_MS = 30_000 + 20 * RUNS;

const key = (letter: string) => `amk_${letter.repeat(32)}`;
const [anyStream, cam1, expired, otherApp, players, neverMade] = ['a', 'c', 'e', 'o', 'p', 'n'].map(key) as [string, string, string, string, string, string]; // biome-ignore format: one line
const secrets = [anyStream, cam1, expired, otherApp, players, neverMade];

const engine = useEngine();
const lines: AuthorisationLogLine[] = [];
const answers: string[] = [];
let deps: AuthoriserDeps;
/** Whether the table of tokens is unreachable. */
let isDown = false;

beforeAll(async () => {
  const { streams, tokens } = engine();
  await tokens.put(toTokenRow(buildToken()));
  const keys = [
    buildKey(anyStream),
    buildKey(cam1, { stream: 'cam-1' }),
    buildKey(expired, { expires: 1 }),
    buildKey(otherApp, { app: 'Other' }),
    buildKey(players, { use: 'play' }),
  ];
  await Promise.all(keys.map((made) => tokens.put(toStreamKeyRow(made))));
  const cache = new CredentialCache(tokens);
  deps = {
    credentials: { find: async (...hashes) => (isDown ? Promise.reject(new Error('down')) : cache.find(...hashes)) },
    refusals: new RefusalStore(streams, 1, () => {}),
    keyUsage: new StreamKeyUsage(tokens, () => {}),
    allowList: () => true,
    log: (line) => lines.push(line),
  };
});

const secret = fc.constantFrom(...secrets);
const id = fc.oneof(
  fc.constantFrom('cam-1', 'cam-2', 'studio-1', '', 'x'.repeat(401), 'caf\u00e9', 'a\u0000b'),
  secret.map((typed) => `cam-1/${typed}`),
  fc.tuple(fc.string(), secret, fc.string()).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
const parameter = fc.tuple(
  fc.constantFrom('token', 'x', 'id', 'action', 'streamName', 'paid', 'myapp', '__proto__', ''),
  fc.oneof(secret, id, fc.constantFrom('a, id=cam-2', 'b, c', '}', '=')),
);
const mapText = fc.array(parameter).map((entries) => `{${entries.map((entry) => entry.join('=')).join(', ')}}`);
const queryParams = fc.oneof(
  { weight: 6, arbitrary: mapText },
  mapText.map((text) => text.slice(1)),
  mapText.map((text) => text.slice(0, -1)),
  fc.array(parameter).map(Object.fromEntries),
  fc.constantFrom(null, 5, [], 'constructor', '{}'),
);
const absent = fc.constant(undefined);
const fields = id.chain((streamId) =>
  fc.record({
    appName: fc.oneof(absent, fc.constant('LiveApp'), secret),
    name: fc.oneof({ weight: 6, arbitrary: fc.constant(streamId) }, absent, id),
    streamId: fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(streamId) }, absent, fc.jsonValue()),
    mode: fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>('live', 'play') }, absent, fc.jsonValue()),
    token: fc.oneof({ weight: 4, arbitrary: secret }, absent, fc.jsonValue(), id),
    action: fc.oneof({ weight: 9, arbitrary: absent }, fc.constantFrom('liveStreamStarted', null)),
    queryParams: fc.oneof({ weight: 3, arbitrary: queryParams }, absent),
  }),
);
const body = fc.oneof(
  { weight: 12, arbitrary: fields.map((all) => Buffer.from(JSON.stringify(all), 'latin1')) },
  fc.tuple(fields, fc.nat(200)).map(([all, length]) => Buffer.from(JSON.stringify(all)).subarray(0, length)),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  { weight: 1, arbitrary: fc.constant(Buffer.alloc(262_145, '{')) },
);
const url = fc.record({
  use: fc.constantFrom<('publish' | 'play')[]>('publish', 'play'),
  proxy: fc.oneof({ weight: 8, arbitrary: fc.constant(`LiveApp/${TOKEN}`) }, fc.constantFrom(`Other/${TOKEN}`, 'LiveApp/other', `${TOKEN}/LiveApp`, `${anyStream}/x`)), // biome-ignore format: one line
});

/** Whether a body that was allowed holds a key that may do what was asked, and no forged parameter; decided from its text alone. */
function maySucceed(bytes: Buffer, use: 'publish' | 'play'): boolean {
  const { token, queryParams: asked, streamId, name } = JSON.parse(bytes.toString('latin1'));
  const text = JSON.stringify([token, asked]);
  const isCam1 = streamId === 'cam-1' || name === 'cam-1';
  const goodKeys = [anyStream, ...(use === 'play' ? [players] : []), ...(isCam1 ? [cam1] : [])];
  const isForged =
    typeof asked === 'string'
      ? /(?:^[{?]?|, )(?:id|action)=/.test(asked)
      : Object.keys(asked ?? {}).some((parameterName) => ['id', 'action'].includes(parameterName));
  return goodKeys.some((good) => text.includes(good)) && !isForged;
}

describe('random bodies', () => {
  test('are answered 200, 403, 413 or 503, and 200 only with a good key', { timeout: TIMEOUT_MS }, async () => {
    const statuses = new Map<number, number>();
    const reasons = new Set<string | undefined>();
    const holds = async (bytes: Buffer, { use, proxy }: { use: 'publish' | 'play'; proxy: string }, down: boolean) => {
      isDown = down;
      const { statusCode = 0, body: answer = '' } = await authorise(questionEvent(bytes, { use, proxy }), deps);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      reasons.add(lines.at(-1)?.reason);
      answers.push(answer);
      expect([200, 403, 413, 503]).toContain(statusCode);
      if (statusCode === 200) expect([proxy, maySucceed(bytes, use), down]).toEqual([`LiveApp/${TOKEN}`, true, false]);
    };
    const isRarelyDown = fc.nat(19).map((die) => die === 0);
    await fc.assert(fc.asyncProperty(body, url, isRarelyDown, holds), { numRuns: RUNS });
    expect([...statuses.keys()].sort()).toEqual([200, 403, 413, 503]);
    for (const reason of [
      'wrongUrl',
      'unreadable',
      'reservedParameter',
      'noKey',
      'unknownKey',
      'expired',
      'otherStream',
    ])
      expect(reasons).toContain(reason);
  });

  test('leave no key and no token in a log line, an answer or a row', async () => {
    const rows: unknown[] = [];
    for await (const page of paginateScan({ client: engine().client }, { TableName: STREAMS_TABLE })) rows.push(...(page.Items ?? [])); // biome-ignore format: one line
    expect(rows.length).toBeGreaterThan(10);
    const texts = [...lines, ...rows, ...answers].map((value) => JSON.stringify(value));
    expect(texts.filter((text) => text.includes(TOKEN) || secrets.some((typed) => text.includes(typed)))).toEqual([]);
  });
});
