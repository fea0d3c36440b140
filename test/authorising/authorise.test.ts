import { describe, expect, test } from 'vitest';
import { authorise } from '../../lambda/authorising/authorise.ts';
import type { AuthoriserDeps } from '../../lambda/authorising/authoriser-deps.ts';
import { parseAllowList } from '../../lambda/receiving/allow-list.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { buildAuthoriser, buildKey, buildToken, questionEvent, TOKEN } from './authoriser.builder.ts';

const KEY = 'amk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const keyId = hashToken(KEY).slice(0, 8);
const question = (fields: object = {}) => ({ name: 'cam-1', streamId: 'cam-1', mode: 'live', token: KEY, ...fields });
const withKey = (overrides: Parameters<typeof buildKey>[1] = {}) => ({ keys: [buildKey(KEY, overrides)] });
const fails = async (): Promise<never> => {
  throw new Error('the table is down');
};

describe('a known key', () => {
  test('is answered 200, noted and logged', async () => {
    const deps = buildAuthoriser(withKey());
    const answer = await authorise(questionEvent(question()), deps);
    expect(answer).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"allowed":true}',
    });
    expect(deps.notedKeys).toEqual([buildKey(KEY)]);
    expect(deps.lines).toEqual([
      { app: 'LiveApp', use: 'publish', status: 200, id: 'cam-1', keyId, ms: expect.any(Number) },
    ]);
    expect(deps.counted).toEqual([]);
  });

  test.each([
    { proxy: `LiveApp/${TOKEN}/`, use: 'publish', mode: 'live' },
    { proxy: `LiveApp/${TOKEN}`, use: 'play', mode: 'play' },
    { proxy: `LiveApp/${TOKEN}/`, use: 'play', mode: 'play' },
  ] as const)('may $use at $proxy', async ({ proxy, use, mode }) => {
    const deps = buildAuthoriser(withKey());
    expect(await authorise(questionEvent(question({ mode }), { use, proxy }), deps)).toMatchObject({ statusCode: 200 });
    expect(deps.lines).toMatchObject([{ use, status: 200 }]);
  });

  test('is noted at the time of the question', async () => {
    const times: number[] = [];
    const keyUsage = { note: async (_key: unknown, at: number) => void times.push(at) };
    const at = Date.now() - 5;
    await authorise(questionEvent(question(), { at }), buildAuthoriser(withKey(), { keyUsage }));
    expect(times).toEqual([at]);
  });

  test('is not noted where the URL is open', async () => {
    const deps = buildAuthoriser({ ...withKey(), tokens: [buildToken(TOKEN, { open: true })] });
    expect(await authorise(questionEvent(question()), deps)).toMatchObject({ statusCode: 200 });
    expect(deps.notedKeys).toEqual([]);
    expect(deps.lines[0]).not.toHaveProperty('keyId');
  });
});

describe('a refusal', () => {
  const refusals = [
    { reason: 'unreadable', fields: { action: 'x' }, key: {}, counted: true },
    { reason: 'reservedParameter', fields: { queryParams: '{id=cam-2}' }, key: {}, counted: true },
    { reason: 'noKey', fields: { token: null }, key: {}, counted: true },
    { reason: 'unknownKey', fields: {}, key: { app: 'Other' }, counted: true },
    { reason: 'expired', fields: {}, key: { expires: 1 }, counted: true },
    { reason: 'notYet', fields: {}, key: { from: Date.now() + 60_000 }, counted: true },
    { reason: 'otherStream', fields: {}, key: { stream: 'cam-2' }, counted: true },
  ];

  test.each(refusals)('as $reason is counted and logged', async ({ reason, fields, key }) => {
    const deps = buildAuthoriser(withKey(key));
    const at = Date.now();
    const answer = await authorise(questionEvent(question(fields), { at }), deps);
    expect(answer).toMatchObject({ statusCode: 403 });
    expect(deps.counted).toEqual([{ app: 'LiveApp', id: 'cam-1', use: 'publish', reason, at }]);
    expect(deps.lines).toMatchObject([{ app: 'LiveApp', use: 'publish', status: 403, reason, id: 'cam-1' }]);
    expect(deps.notedKeys).toEqual([]);
  });

  test('has the same answer for every reason, and for a wrong URL', async () => {
    const answers = refusals.map(({ fields, key }) =>
      authorise(questionEvent(question(fields)), buildAuthoriser(withKey(key))),
    );
    const wrongUrl = authorise(questionEvent(question(), { proxy: 'LiveApp/other' }), buildAuthoriser(withKey()));
    const bodies = await Promise.all([...answers, wrongUrl]);
    expect(new Set(bodies.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
  });

  test('names the key that was found', async () => {
    const deps = buildAuthoriser(withKey({ expires: 1 }));
    await authorise(questionEvent(question()), deps);
    expect(deps.lines).toMatchObject([{ reason: 'expired', keyId }]);
  });

  test('without an id is counted without one', async () => {
    const deps = buildAuthoriser();
    await authorise(questionEvent('{'), deps);
    expect(deps.counted).toMatchObject([{ id: null, reason: 'unreadable' }]);
    expect(deps.lines[0]).not.toHaveProperty('id');
  });
});

describe('a wrong URL', () => {
  test.each([
    { why: 'no such token', proxy: 'LiveApp/other', overrides: {} },
    { why: 'a token of another app', proxy: `Other/${TOKEN}`, overrides: {} },
    {
      why: 'an address that may not ask',
      proxy: `LiveApp/${TOKEN}`,
      overrides: { allowList: parseAllowList('192.0.2.1') },
    },
  ])('is refused, counted nowhere and logged without its app: $why', async ({ proxy, overrides }) => {
    const deps = buildAuthoriser(withKey(), overrides);
    expect(await authorise(questionEvent(question(), { proxy }), deps)).toMatchObject({ statusCode: 403 });
    expect(deps.lines).toEqual([{ use: 'publish', status: 403, reason: 'wrongUrl', ms: expect.any(Number) }]);
    expect(deps.counted).toEqual([]);
  });

  test('is one whose app fits no table, also with a token for every app', async () => {
    const deps = buildAuthoriser({ ...withKey(), tokens: [buildToken(TOKEN, { app: '*' })] });
    await authorise(questionEvent(question(), { proxy: `${'a'.repeat(401)}/${TOKEN}` }), deps);
    expect(deps.lines).toMatchObject([{ status: 403, reason: 'wrongUrl' }]);
    expect(deps.lookups).toEqual([]);
  });

  test.each([`${TOKEN}`, `LiveApp/${TOKEN}/x`, `LiveApp//${TOKEN}`, `LiveApp/${TOKEN}//`, '/'])(
    'with the path %s is not found',
    async (proxy) => {
      const deps = buildAuthoriser(withKey());
      expect(await authorise(questionEvent(question(), { proxy }), deps)).toMatchObject({ statusCode: 404 });
      expect(deps.lines).toEqual([{ use: 'publish', status: 404, ms: expect.any(Number) }]);
      expect(deps.lookups).toEqual([]);
    },
  );
});

test('a question of more than 256 KiB is answered 413 before anything is looked up', async () => {
  const deps = buildAuthoriser(withKey());
  const answers = [256 * 1024 + 1, 256 * 1024].map((size) => authorise(questionEvent(Buffer.alloc(size, 32)), deps));
  expect(await Promise.all(answers)).toMatchObject([
    { statusCode: 413, body: '{"error":"received 262145 bytes, expected at most 262144"}' },
    { statusCode: 403 },
  ]);
  expect(deps.lookups).toHaveLength(1);
});

describe('a body', () => {
  test('may come as text', async () => {
    const event = { ...questionEvent(''), isBase64Encoded: false, body: JSON.stringify(question()) };
    expect(await authorise(event, buildAuthoriser(withKey()))).toMatchObject({ statusCode: 200 });
  });

  test('may be missing', async () => {
    const { body: _, ...event } = questionEvent('');
    expect(await authorise(event, buildAuthoriser(withKey()))).toMatchObject({ statusCode: 403 });
  });
});

describe('what fails is answered 503, never 200', () => {
  test.each<{ what: string; overrides: Partial<AuthoriserDeps> }>([
    { what: 'the credentials', overrides: { credentials: { find: fails } } },
    { what: 'the use of a key', overrides: { keyUsage: { note: fails } } },
    {
      what: 'the allow-list',
      overrides: {
        allowList: () => {
          throw new Error('no list');
        },
      },
    },
  ])('$what', async ({ overrides }) => {
    const deps = buildAuthoriser(withKey(), overrides);
    const answer = await authorise(questionEvent(question()), deps);
    expect(answer).toMatchObject({ statusCode: 503, body: '{"error":"cannot be told in time: ask again"}' });
    expect(deps.lines).toMatchObject([{ use: 'publish', status: 503, error: expect.stringMatching(/^Error: /) }]);
    expect(deps.lines[0]).not.toHaveProperty('app'); // the URL may be wrong
  });

  test('the count of refusals', async () => {
    const deps = buildAuthoriser({}, { refusals: { count: fails } });
    expect(await authorise(questionEvent(question()), deps)).toMatchObject({ statusCode: 503 });
  });
});

describe('the key is looked up', () => {
  test.each([
    { when: 'with the token', fields: {}, key: hashToken(KEY) },
    { when: 'not where there is none', fields: { token: null }, key: undefined },
    { when: 'not of a question that is unreadable', fields: { mode: '' }, key: undefined },
    { when: 'not of one with a reserved parameter', fields: { queryParams: '{id=x}' }, key: undefined },
  ])('$when', async ({ fields, key }) => {
    const deps = buildAuthoriser(withKey());
    await authorise(questionEvent(question(fields)), deps);
    expect(deps.lookups).toMatchObject([{ key }]);
  });
});

describe('an id in the log', () => {
  test.each([
    { id: 'cam-1/secret', shown: 'cam-1/***', why: 'behind a slash' },
    { id: KEY, shown: '***', why: 'a key' },
    { id: `x${KEY}?y`, shown: 'x***?y', why: 'with a key in it' },
    { id: 'cam-1/', shown: 'cam-1/', why: 'with nothing behind its slash' },
    { id: 'cam-1?token=a/b&x=y', shown: 'cam-1?token=***&x=y', why: 'with a query that holds a token' },
    { id: 'cam-1,token=secret', shown: 'cam-1,token=***', why: 'with a mistyped SRT streamid' },
    { id: 'cam-1%3Fkey%3Dsecret', shown: 'cam-1%3Fkey%3D***', why: 'with an encoded query' },
    { id: 'cam=1', shown: 'cam=1', why: 'with no secret' },
  ])('is masked when it is allowed, and when it cannot be told: $why', async ({ id, shown }) => {
    const event = () => questionEvent(question({ name: id, streamId: id }));
    const allowed = buildAuthoriser(withKey());
    const undecided = buildAuthoriser({}, { credentials: { find: fails } });
    await Promise.all([authorise(event(), allowed), authorise(event(), undecided)]);
    expect([...allowed.lines, ...undecided.lines]).toMatchObject([
      { status: 200, id: shown },
      { status: 503, id: shown },
    ]);
  });

  test('of a refusal is the one that was counted', async () => {
    const deps = buildAuthoriser({}, { refusals: { count: async ({ id }) => `${id} as it may be shown` } });
    await authorise(questionEvent(question({ name: `a/${KEY}`, streamId: `a/${KEY}` })), deps);
    expect(deps.lines).toMatchObject([{ reason: 'unknownKey', id: 'a/*** as it may be shown' }]);
  });
});
