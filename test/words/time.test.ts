import { expect, test } from 'vitest';
import { formatDuration, formatTime } from '../../words/time.ts';

test.each([
  { ms: 0, words: '0 s' },
  { ms: 59_999, words: '59 s' },
  { ms: 94_211, words: '1 min 34 s' },
  { ms: 3_600_000, words: '1 h 0 min' },
  { ms: 90_000_000, words: '1 d 1 h' },
])('$ms ms is $words', ({ ms, words }) => expect(formatDuration(ms)).toBe(words));

test('a time is as short as it can be told at another one', () => {
  const now = new Date(2026, 10, 23, 12, 0, 0).getTime();
  expect(formatTime(new Date(2026, 10, 23, 9, 5, 7).toISOString(), now)).toBe('09:05:07');
  expect(formatTime(new Date(2026, 10, 2, 9, 5, 7).getTime(), now)).toBe('2 Nov 09:05');
  expect(formatTime(new Date(2025, 10, 23, 9, 5, 7).getTime(), now)).toBe('23 Nov 2025');
});
