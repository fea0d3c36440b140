import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AccessRequest, dependsOnKey, findRefusal } from '../../lambda/authorising/policy.ts';
import { readQuestion } from '../../lambda/authorising/question.ts';
import { refusalReasons } from '../../lambda/stream/refusal.ts';
import { buildKey, buildToken } from './authoriser.builder.ts';

const NOW = Date.UTC(2026, 10, 2, 12);
const published = { appName: 'LiveApp', name: 'cam-1', streamId: 'cam-1', mode: 'live' };
const ask = (fields: object, use: AccessRequest['use'] = 'publish') =>
  readQuestion(Buffer.from(JSON.stringify({ ...published, ...fields })), use);

const good: AccessRequest = {
  app: 'LiveApp',
  use: 'publish',
  at: NOW,
  question: ask({ token: 'K' }),
  token: buildToken(),
  key: buildKey('K'),
};
const openToken = buildToken('open', { open: true });

test('who shows a key for the stream is allowed', () => {
  expect(findRefusal(good)).toBeUndefined();
});

describe('a request is refused', () => {
  test.each<{ why: string; reason: string; change: Partial<AccessRequest> }>([
    { reason: 'wrongUrl', why: 'no such token', change: { token: undefined } },
    {
      reason: 'wrongUrl',
      why: 'a token that may not ask',
      change: { token: buildToken('t', { scopes: ['hooks', 'read'] }) },
    },
    { reason: 'wrongUrl', why: 'a token of another app', change: { token: buildToken('t', { app: 'Other' }) } },
    { reason: 'wrongUrl', why: 'a token that expires now', change: { token: buildToken('t', { expiresAt: NOW }) } },
    { reason: 'unreadable', why: 'two ids', change: { question: ask({ name: 'cam-2' }) } },
    {
      reason: 'unreadable',
      why: 'another mode on the route of players',
      change: { use: 'play', question: ask({}, 'play') },
    },
    { reason: 'reservedParameter', why: 'an id', change: { question: ask({ token: 'K', queryParams: '{id=cam-2}' }) } },
    { reason: 'noKey', why: 'no key', change: { question: ask({}), key: undefined } },
    { reason: 'unknownKey', why: 'a key that was never made', change: { key: undefined } },
    { reason: 'unknownKey', why: 'a key of another app', change: { key: buildKey('K', { app: 'Other' }) } },
    { reason: 'unknownKey', why: 'a key for players', change: { key: buildKey('K', { use: 'play' }) } },
    { reason: 'expired', why: 'a key that expires now', change: { key: buildKey('K', { expires: NOW }) } },
    { reason: 'notYet', why: 'a key that begins in 1 ms', change: { key: buildKey('K', { from: NOW + 1 }) } },
    { reason: 'otherStream', why: 'a key of another stream', change: { key: buildKey('K', { stream: 'cam-2' }) } },
    { reason: 'otherStream', why: 'a key of another prefix', change: { key: buildKey('K', { stream: 'cam-1-*' }) } },
  ])('as $reason for $why', ({ reason, change }) => {
    expect(findRefusal({ ...good, ...change })).toBe(reason);
  });
});

describe('a request is allowed', () => {
  test.each<{ why: string; change: Partial<AccessRequest> }>([
    { why: 'with a token for every app', change: { token: buildToken('t', { app: '*' }) } },
    { why: 'with a token that expires in 1 ms', change: { token: buildToken('t', { expiresAt: NOW + 1 }) } },
    { why: 'with a key for publishers', change: { key: buildKey('K', { use: 'publish' }) } },
    {
      why: 'with a key that begins now and expires in 1 ms',
      change: { key: buildKey('K', { from: NOW, expires: NOW + 1 }) },
    },
    { why: 'with a key of this stream', change: { key: buildKey('K', { stream: 'cam-1' }) } },
    { why: 'with a key of its prefix', change: { key: buildKey('K', { stream: 'cam-*' }) } },
    { why: 'whatever its own app', change: { question: ask({ appName: 'cam-1', token: 'K' }) } },
    { why: 'at an open URL without a key', change: { token: openToken, question: ask({}), key: undefined } },
    { why: 'at an open URL with an unknown key', change: { token: openToken, key: undefined } },
    {
      why: 'at an open URL with the key of another stream',
      change: { token: openToken, key: buildKey('K', { stream: 'x' }) },
    },
  ])('$why', ({ change }) => {
    expect(findRefusal({ ...good, ...change })).toBeUndefined();
  });
});

test('an open URL refuses what is unreadable or reserved', () => {
  const at = (question: AccessRequest['question']) =>
    findRefusal({ ...good, token: openToken, question, key: undefined });
  expect([at(ask({ mode: '' })), at(ask({ queryParams: '{action=x}' }))]).toEqual(['unreadable', 'reservedParameter']);
});

test('of several reasons the first in their order counts', () => {
  const faults: Partial<AccessRequest>[] = [
    { token: undefined },
    { question: ask({ action: 'x', queryParams: '{id=x}' }) },
    { question: ask({ queryParams: '{id=x}' }) },
    { question: ask({}) },
    { key: buildKey('K', { app: 'Other', expires: 1, from: NOW + 1, stream: 'x' }) },
    { key: buildKey('K', { expires: 1, from: NOW + 1, stream: 'x' }) },
    { key: buildKey('K', { from: NOW + 1, stream: 'x' }) },
    { key: buildKey('K', { stream: 'x' }) },
  ];
  const reasons = faults.map((_, first) => {
    const request: AccessRequest = Object.assign({}, good, ...faults.slice(first).reverse());
    return findRefusal(request);
  });
  expect(reasons).toEqual(refusalReasons);
});

test('the key is looked at only where the question is right', () => {
  expect([ask({}), ask({ mode: '' }), ask({ queryParams: '{id=x}' })].map(dependsOnKey)).toEqual([true, false, false]);
});

describe('reserved parameters', () => {
  const reserved = ['id', 'action', 'app', 'timestamp', 'metadata', 'mainTrackId', 'roomId', 'vodId', 'vodName'];
  const reasonFor = (queryParams: unknown, fields: object = {}) =>
    findRefusal({ ...good, question: ask({ token: 'K', queryParams, ...fields }) });

  const name = fc.constantFrom(...reserved);
  /** Values with everything that a map's text uses itself, but `=`: it would end them. */
  const value = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ', ', '{', '}', '"', '&'), maxLength: 12 });
  const harmlessName = fc.constantFrom(
    'x',
    'paid',
    'transaction',
    'myapp',
    'id2',
    'ID',
    'Action',
    'app_',
    'uuid',
    'token2',
  );
  const harmless = fc.tuple(harmlessName, value);
  const toText = (entries: readonly (readonly [string, string])[]) =>
    `{${entries.map(([key, text]) => `${key}=${text}`).join(', ')}}`;

  test('are refused in each position', () => {
    const parameters = fc.tuple(fc.array(harmless), fc.tuple(name, value), fc.array(harmless));
    fc.assert(
      fc.property(parameters, ([before, forged, after]) => {
        const entries = [...before, forged, ...after];
        expect(reasonFor(toText(entries))).toBe('reservedParameter');
        expect(reasonFor(toText(entries).slice(1, -1))).toBe('reservedParameter');
        expect(reasonFor(Object.fromEntries(entries))).toBe('reservedParameter');
      }),
    );
  });

  test('are refused in a value that holds them', () => {
    fc.assert(
      fc.property(
        fc.array(harmless),
        harmless,
        name,
        value,
        fc.array(harmless),
        (before, [key, text], inner, last, after) => {
          expect(reasonFor(toText([...before, [key, `${text}, ${inner}=${last}`], ...after]))).toBe(
            'reservedParameter',
          );
        },
      ),
    );
  });

  test('are not found inside words', () => {
    fc.assert(
      fc.property(fc.array(harmless), (entries) => {
        expect(reasonFor(toText(entries))).toBeUndefined();
        expect(reasonFor(Object.fromEntries(entries))).toBeUndefined();
      }),
    );
  });

  test.each(reserved)('include %s', (reservedName) => {
    expect(reasonFor(`{${reservedName}=x}`)).toBe('reservedParameter');
    expect(reasonFor(`{x=1, ${reservedName}=}`)).toBe('reservedParameter');
    expect(reasonFor(`{x${reservedName}=1, ${reservedName}x=1, ${reservedName.toUpperCase()}=1}`)).toBeUndefined();
  });

  test.each([
    { queryParams: '{streamName=cam-1, token=K}', id: 'cam-1' },
    { queryParams: '{x=y, streamName=cam-1}', id: 'cam-1' },
    { queryParams: '{streamName=a, b, token=K}', id: 'a, b' },
    { queryParams: '{token=K, streamName=a}}', id: 'a}' },
    { queryParams: { streamName: 'cam-1' }, id: 'cam-1' },
    { queryParams: '{streamname=Front door}', id: 'cam-1' },
  ])('do not include the streamName that the media server adds: $queryParams', ({ queryParams, id }) => {
    expect(reasonFor(queryParams, { streamId: id, name: id })).toBeUndefined();
  });

  test.each([
    { queryParams: '{streamName=cam-2}', id: 'cam-1' },
    { queryParams: '{streamName=}', id: 'cam-1' },
    { queryParams: '{streamName=a, b, token=K}', id: 'a' },
    { queryParams: '{streamName=cam-1, streamName=x}', id: 'cam-1' },
    { queryParams: '{streamName=cam-1=x}', id: 'cam-1' },
    { queryParams: '{x=y, streamName=CAM-1}', id: 'cam-1' },
    { queryParams: { streamName: ['cam-1'] }, id: 'cam-1' },
  ])('include any other streamName: $queryParams of $id', ({ queryParams, id }) => {
    expect(reasonFor(queryParams, { streamId: id, name: id })).toBe('reservedParameter');
  });
});
