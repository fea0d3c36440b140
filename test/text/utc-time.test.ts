import { expect, test } from 'vitest';
import { formatUtcMinute, formatUtcTime } from '../../lambda/text/utc-time.ts';

test('a time in UTC has the day of another day and the year of another year', () => {
  const now = Date.parse('2026-11-25T12:00:00.000Z');
  expect(formatUtcTime('2026-11-25T03:04:05.006Z', now)).toBe('03:04:05 UTC');
  expect(formatUtcTime('2026-11-24T03:04:05.006Z', now)).toBe('24 Nov 03:04:05 UTC');
  expect(formatUtcTime('2025-12-31T23:59:59.999Z', now)).toBe('31 Dec 2025 23:59:59 UTC');
});

test('a time in UTC that is known to the minute has no seconds', () => {
  const now = Date.parse('2026-11-25T12:00:00.000Z');
  expect(formatUtcMinute('2026-11-25T03:04:00.000Z', now)).toBe('03:04 UTC');
  expect(formatUtcMinute('2025-12-31T23:59:00.000Z', now)).toBe('31 Dec 2025 23:59 UTC');
});
