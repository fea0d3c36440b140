import { describe, expect, test } from 'vitest';
import type { RefusalJson } from '../../lambda/reading/refusal-list.ts';
import { formatCoverage, sumRefusalsOfHour } from '../../words/refusals-of-hour.ts';

const now = Date.parse('2026-11-26T12:34:56.000Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
const refusal = (minutesAgo: number, changes: Partial<RefusalJson> = {}): RefusalJson => ({
  ...{ app: 'LiveApp', id: 'cam-1', use: 'publish', reason: 'noKey', count: 2, at: at(minutesAgo) },
  ...changes,
});

test('the refusals of a stream are added up, with the time of the last one', () => {
  const sum = {
    app: 'LiveApp',
    id: 'cam-1',
    use: 'publish',
    reason: 'noKey',
    count: 6,
    lastAt: at(1),
    mayBeLater: false,
  };
  expect(sumRefusalsOfHour([refusal(3), refusal(1), refusal(59)], now)).toEqual([sum]);
});

test.each<Partial<RefusalJson>>([
  { app: 'studio' },
  { id: 'cam-2' },
  { id: null },
  { use: 'play' },
  { reason: 'expired' },
])('those of another stream, use or reason are apart, the latest first: %j', (changes) => {
  const sums = sumRefusalsOfHour([refusal(5), refusal(4, changes), refusal(3)], now);
  expect(sums).toMatchObject([
    { id: 'cam-1', count: 4 },
    { ...changes, count: 2 },
  ]);
});

test('what is older than an hour is left out', () => {
  expect(sumRefusalsOfHour([refusal(60), refusal(61)], now)).toEqual([]);
});

describe('refusals beyond the limit of an app, which are counted by hours', () => {
  const noon = Date.parse('2026-11-26T12:00:00.000Z');
  const ofHour = { ...refusal(0, { id: null, count: 400 }), at: '2026-11-26T12:00:00.000Z' };

  test.each([
    { when: '12:00:01', minutes: 0, counts: true },
    { when: '13:00:01', minutes: 60, counts: true },
    { when: '13:59:01', minutes: 119, counts: true },
    { when: '14:00:01', minutes: 120, counts: false },
  ])('count until an hour after the end of theirs: at $when $counts', ({ minutes, counts }) => {
    expect(sumRefusalsOfHour([ofHour], noon + minutes * 60_000 + 1_000)).toHaveLength(counts ? 1 : 0);
  });

  test('had their last one at that time or later', () => {
    const sums = sumRefusalsOfHour([ofHour, refusal(5), { ...refusal(20, { id: null }), reason: 'expired' }], now);
    expect(sums.map((sum) => [sum.id, sum.mayBeLater])).toEqual([
      ['cam-1', false],
      [null, false],
      [null, true],
    ]);
  });
});

describe('a page of refusals', () => {
  const full = Array.from({ length: 100 }, () => refusal(1));

  test('that is full of refusals of the last hour may not have all of them', () => {
    expect(formatCoverage({ refusals: full, cursor: 'next' }, now)).toBe('of the latest 100 rows');
  });

  test.each([
    { what: 'is the last one', page: { refusals: full, cursor: null } },
    { what: 'reaches further back', page: { refusals: [...full, refusal(61)], cursor: 'next' } },
  ])('that $what has all of them', ({ page }) => expect(formatCoverage(page, now)).toBeNull());
});

test('a name that looks like a key of the sums stays a name', () => {
  const odd = [refusal(1, { app: 'a","b', id: 'c' }), refusal(1, { app: 'a', id: 'b","c' })];
  expect(sumRefusalsOfHour(odd, now)).toHaveLength(2);
});
