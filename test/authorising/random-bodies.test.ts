import { paginateScan } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { authorise } from '../../lambda/authorising/authorise.ts';
import type { AuthorisationLogLine, AuthoriserDeps } from '../../lambda/authorising/authoriser-deps.ts';
import { CredentialCache } from '../../lambda/authorising/credential-cache.ts';
import { StreamKeyUsage } from '../../lambda/authorising/key-usage.ts';
import { RefusalStore } from '../../lambda/authorising/refusal-store.ts';
import { type RefusalReason, refusalReasons } from '../../lambda/stream/refusal.ts';
import { toStreamKeyRow } from '../../lambda/tokens/stream-key-row.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { buildKey, buildToken, questionEvent, TOKEN } from './authoriser.builder.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 500);
/** Time for so many runs on a busy machine, in ms. */
const TIMEOUT_MS = 30_000 + 20 * RUNS;

const key = (letter: string) => `amk_${letter.repeat(32)}`;
const [anyStream, cam1, expired, future, otherApp, players, neverMade] = ['a', 'c', 'e', 'f', 'o', 'p', 'n'].map(key) as [string, string, string, string, string, string, string]; // biome-ignore format: one line
const secrets = [anyStream, cam1, expired, future, otherApp, players, neverMade];

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
    buildKey(future, { from: Date.now() + 3_600_000 }),
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
/** A map that may look like JSON. */
const quoted = fc.tuple(id, id).map((texts) => texts.map((text) => JSON.stringify(text).replaceAll('=', '')));
const forgingJson = fc.constantFrom('"a":"c=1, id=cam-2, o=2"', '"a":"c=1, token=b, o=2"');
const jsonText = fc
  .array(fc.oneof(quoted.map((pair) => pair.join(':')), quoted.map((pair) => pair.join('=')), forgingJson)) // biome-ignore format: one line
  .map((entries) => `{${entries.join(', ')}}`);
const mapText = fc.array(parameter).map((entries) => `{${entries.map((entry) => entry.join('=')).join(', ')}}`);
const queryParams = fc.oneof(
  { weight: 6, arbitrary: mapText },
  { weight: 2, arbitrary: jsonText },
  mapText.map((text) => text.slice(1)),
  mapText.map((text) => ` ${text} `),
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
/** What a media server asks for a publisher with a good key. */
const goodQuestion = fc.record({
  name: fc.constant('cam-1'),
  streamId: fc.constant('cam-1'),
  mode: fc.constantFrom('live', 'play'),
  token: fc.constantFrom(anyStream, cam1),
  queryParams: fc.oneof(absent, queryParams),
});
const body = fc.oneof(
  { weight: 6, arbitrary: goodQuestion.map((all) => Buffer.from(JSON.stringify(all), 'latin1')) },
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
      ? /(?:^\s*[{?]?|, )(?:id|action)=/.test(asked)
      : Object.keys(asked ?? {}).some((parameterName) => ['id', 'action'].includes(parameterName));
  return goodKeys.some((good) => text.includes(good)) && !isForged;
}

interface Asked {
  readonly bytes: Buffer;
  readonly use?: 'publish' | 'play';
  readonly proxy?: string;
  /** @default false */
  readonly down?: boolean;
}

/** Asks; whatever the question is, its answer is one of those that there are, and 200 only with a good key. */
async function ask({ bytes, use = 'publish', proxy = `LiveApp/${TOKEN}`, down = false }: Asked) {
  isDown = down;
  const { statusCode = 0, body: answer = '' } = await authorise(questionEvent(bytes, { use, proxy }), deps);
  answers.push(answer);
  expect([200, 403, 413, 503]).toContain(statusCode);
  if (statusCode === 200) expect([proxy, maySucceed(bytes, use), down]).toEqual([`LiveApp/${TOKEN}`, true, false]);
  return { status: statusCode, reason: lines.at(-1)?.reason };
}

const question = { name: 'cam-2', streamId: 'cam-2', mode: 'live', token: anyStream };
/** A question for each answer and reason. */
const examples: [status: number, reason: RefusalReason | undefined, fields: object, asked?: Omit<Asked, 'bytes'>][] = [
  [200, undefined, {}],
  [200, undefined, { token: cam1, name: 'cam-1', streamId: 'cam-1' }],
  [200, undefined, { token: undefined, queryParams: `{x=y, token=${anyStream}}` }],
  [200, undefined, { mode: 'play', token: players }, { use: 'play' }],
  [403, 'wrongUrl', {}, { proxy: 'LiveApp/other' }],
  [403, 'unreadable', { mode: 'play' }],
  [403, 'reservedParameter', { queryParams: '{x=y, id=cam-1}' }],
  [403, 'reservedParameter', { queryParams: '{"a":"c=1, id=cam-1, o=2"}' }],
  [403, 'noKey', { token: undefined }],
  [403, 'unknownKey', { token: neverMade }],
  [403, 'unknownKey', { token: otherApp }],
  [403, 'expired', { token: expired }],
  [403, 'notYet', { token: future }],
  [403, 'otherStream', { token: cam1 }],
  [413, undefined, { metaData: 'x'.repeat(262_144) }],
  [503, undefined, {}, { down: true }],
];

describe('random bodies', () => {
  test.each(examples)('may be answered %i %s: %j', async (status, reason, changes, asked = {}) => {
    const bytes = Buffer.from(JSON.stringify({ ...question, ...changes }));
    expect(await ask({ bytes, ...asked })).toEqual({ status, reason });
  });

  test('have an example of each reason', () => {
    const reasons = examples.flatMap(([, reason]) => reason ?? []);
    expect([...new Set(reasons)].sort()).toEqual([...refusalReasons].sort());
  });

  test('are answered 200, 403, 413 or 503, and 200 only with a good key', { timeout: TIMEOUT_MS }, async () => {
    const down = fc.nat(19).map((die) => die === 0);
    const asked = fc.record({ bytes: body, url, down }).map(({ url: at, ...others }) => ({ ...at, ...others }));
    await fc.assert(
      fc.asyncProperty(asked, async (one) => void (await ask(one))),
      { numRuns: RUNS },
    );
  });

  test('leave no key and no token in a log line, an answer or a row', async () => {
    const rows: unknown[] = [];
    for await (const page of paginateScan({ client: engine().client }, { TableName: STREAMS_TABLE })) rows.push(...(page.Items ?? [])); // biome-ignore format: one line
    expect(rows.length).toBeGreaterThan(10);
    const texts = [...lines, ...rows, ...answers].map((value) => JSON.stringify(value));
    expect(texts.filter((text) => text.includes(TOKEN) || secrets.some((typed) => text.includes(typed)))).toEqual([]);
  });
});
