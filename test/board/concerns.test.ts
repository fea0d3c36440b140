import { expect, test } from 'vitest';
import { listConcerns, pickFirst } from '../../board/concerns.ts';
import type { ExpectedStream } from '../../board/responses.ts';
import type { RefusalSum } from '../../words/refusals-of-hour.ts';
import { buildHealth, buildStream } from '../words/stream.builder.ts';

const now = Date.parse('2026-11-02T13:00:00.000Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
const failed = (minutesAgo: number) => ({ lastError: { kind: 'endpointFailed', at: at(minutesAgo), detail: null } });
const stale = (id: string, minutesAgo: number) =>
  buildStream({ id, stale: true, health: buildHealth({ at: at(50), receivedAt: at(minutesAgo) }) });
const expected = (id: string, state: ExpectedStream['state'], minutesAgo: number): ExpectedStream => ({
  ...{ app: 'LiveApp', id, name: null, grace: 60, state, since: at(minutesAgo) },
});
const refused = (id: string | null, minutesAgo: number): RefusalSum => ({
  ...{ app: 'LiveApp', id, use: 'publish', reason: 'noKey', count: 1, lastAt: at(minutesAgo), mayBeLater: false },
});

const list = (sources: Partial<Parameters<typeof listConcerns>[0]>) =>
  listConcerns({ expected: [], streams: [], refusals: [], ...sources }, now);
const kinds = (sources: Parameters<typeof list>[0]) =>
  list(sources).map((concern) => [concern.kind, concern.kind === 'refused' ? concern.refusal.id : concern.stream.id]);

test('all kinds are in one list, the newest first', () => {
  const streams = [
    stale('silent', 4),
    buildStream({ id: 'failed', ...failed(2) }),
    buildStream({ id: 'presumed', status: 'presumedEnded', endedAt: at(5) }),
    buildStream({ id: 'fine' }),
    buildStream({ id: 'over', status: 'ended', endedAt: at(1) }),
  ];
  expect(kinds({ streams, expected: [expected('gone', 'missing', 3)], refusals: [refused('who', 1)] })).toEqual([
    ['refused', 'who'],
    ['failing', 'failed'],
    ['missing', 'gone'],
    ['stale', 'silent'],
    ['presumedEnded', 'presumed'],
  ]);
});

test('a stream is in it once, as the gravest, by the last that is known of it', () => {
  const presumed = buildStream({ id: 'a', status: 'presumedEnded', endedAt: at(9), ...failed(8) });
  expect(kinds({ streams: [presumed] })).toEqual([['failing', 'a']]);
  expect(kinds({ streams: [presumed], expected: [expected('a', 'missing', 7)] })).toEqual([['missing', 'a']]);
  expect(kinds({ streams: [stale('a', 1), buildStream({ id: 'a' })] })).toEqual([]);
});

test('what is longer ago than an hour is not in it, nor what is only waited for', () => {
  const streams = [
    buildStream({ id: 'a', status: 'presumedEnded', endedAt: at(60) }),
    buildStream({ id: 'b', ...failed(61) }),
  ];
  expect(kinds({ streams, expected: [expected('c', 'waiting', 1), expected('d', 'live', 1)] })).toEqual([]);
});

test('the first of a long list have the newest of each kind, then the newest', () => {
  const streams = [1, 2, 3, 4].map((minutes) => stale(`silent-${minutes}`, minutes));
  const concerns = list({ streams, expected: [expected('gone', 'missing', 30)], refusals: [refused('who', 20)] });
  const first = (count: number) => pickFirst(concerns, count).map(({ kind, at: since }) => `${kind} ${since}`);
  expect(first(4)).toEqual([`stale ${at(1)}`, `stale ${at(2)}`, `refused ${at(20)}`, `missing ${at(30)}`]);
  expect(first(1)).toHaveLength(3);
  expect(first(9)).toHaveLength(6);
});

test('whoever was refused is linked with the stream where there is one', () => {
  const known = buildStream({ id: 'known' });
  const concerns = list({ streams: [known], refusals: [refused('known', 1), refused('unknown', 2), refused(null, 3)] });
  expect(concerns.map(({ stream }) => stream?.id)).toEqual(['known', undefined, undefined]);
});
