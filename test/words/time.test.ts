import { expect, test } from 'vitest';
import { formatDuration } from '../../lambda/text/duration.ts';
import { formatUtcTime } from '../../lambda/text/utc-time.ts';
import { formatTime } from '../../words/time.ts';

test.each([
  { ms: -5, text: '0 s' },
  { ms: 0, text: '0 s' },
  { ms: 59_999, text: '59 s' },
  { ms: 60_000, text: '1 min 0 s' },
  { ms: 94_211, text: '1 min 34 s' },
  { ms: 3_600_000, text: '1 h 0 min' },
  { ms: 90_000_000, text: '1 d 1 h' },
])('$ms ms is $text', ({ ms, text }) => expect(formatDuration(ms)).toBe(text));

test('a time has its day only when it is not of today, and only its date when it is of another year', () => {
  const now = new Date(2026, 10, 23, 12, 0, 0).getTime();
  expect(formatTime(new Date(2026, 10, 23, 9, 5, 7).toISOString(), now)).toBe('09:05:07');
  expect(formatTime(new Date(2026, 10, 2, 9, 5, 7).getTime(), now)).toBe('2 Nov 09:05:07');
  expect(formatTime(new Date(2025, 10, 23, 9, 5, 7).getTime(), now)).toBe('23 Nov 2025');
});

test('a time in UTC has the day of another day and the year of another year', () => {
  const now = Date.parse('2026-11-25T12:00:00.000Z');
  expect(formatUtcTime('2026-11-25T03:04:05.006Z', now)).toBe('03:04:05 UTC');
  expect(formatUtcTime('2026-11-24T03:04:05.006Z', now)).toBe('24 Nov 03:04:05 UTC');
  expect(formatUtcTime('2025-12-31T23:59:59.999Z', now)).toBe('31 Dec 2025 23:59:59 UTC');
});
