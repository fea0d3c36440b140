import { expect, test } from 'vitest';
import { formatHour, formatMinute, formatTime } from '../../words/time.ts';

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

test('an hour is this one until it is over, then the minute at which it began', () => {
  const hour = new Date(2026, 10, 23, 12, 0, 0).getTime();
  expect(formatHour(hour, hour)).toBe('this hour');
  expect(formatHour(hour, hour + 3_599_999)).toBe('this hour');
  expect(formatHour(hour, hour + 3_600_000)).toBe('12:00');
  expect(formatHour(hour, new Date(2026, 10, 24, 9, 0, 0).getTime())).toBe('23 Nov 12:00');
});
