import { expect, test } from 'vitest';
import { formatMinute, formatTime } from '../../words/time.ts';

test('a time has its day only when it is not of today, and only its date when it is of another year', () => {
  const now = new Date(2026, 10, 23, 12, 0, 0).getTime();
  expect(formatTime(new Date(2026, 10, 23, 9, 5, 7).toISOString(), now)).toBe('09:05:07');
  expect(formatTime(new Date(2026, 10, 2, 9, 5, 7).getTime(), now)).toBe('2 Nov 09:05:07');
  expect(formatTime(new Date(2025, 10, 23, 9, 5, 7).getTime(), now)).toBe('23 Nov 2025');
});

test('a time that is known to the minute has no seconds', () => {
  const now = new Date(2026, 10, 23, 12, 0, 0).getTime();
  expect(formatMinute(new Date(2026, 10, 23, 9, 5, 0).toISOString(), now)).toBe('09:05');
  expect(formatMinute(new Date(2026, 10, 2, 9, 5, 0).getTime(), now)).toBe('2 Nov 09:05');
  expect(formatMinute(new Date(2025, 10, 23, 9, 5, 0).getTime(), now)).toBe('23 Nov 2025');
});
