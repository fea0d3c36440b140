import { expect, test } from 'vitest';
import type { RefusalJson } from '../../lambda/reading/refusal-list.ts';
import { sumRefusalsOfHour } from '../../words/refusals-of-hour.ts';

const now = Date.parse('2026-11-26T12:34:56.000Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
const refusal = (minutesAgo: number, changes: Partial<RefusalJson> = {}): RefusalJson => ({
  ...{ app: 'LiveApp', id: 'cam-1', use: 'publish', reason: 'noKey', count: 2, at: at(minutesAgo) },
  ...changes,
});

test('the refusals of a stream are added up, with the time of the last one', () => {
  const sum = { app: 'LiveApp', id: 'cam-1', use: 'publish', reason: 'noKey', count: 6, lastAt: at(1) };
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

test('a name that looks like a key of the sums stays a name', () => {
  const odd = [refusal(1, { app: 'a","b', id: 'c' }), refusal(1, { app: 'a', id: 'b","c' })];
  expect(sumRefusalsOfHour(odd, now)).toHaveLength(2);
});
