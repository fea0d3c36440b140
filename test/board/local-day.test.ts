import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dayBefore, localDay, periodOfDay } from '../../board/local-day.ts';

afterEach(() => vi.unstubAllEnvs());

const HOUR_MS = 3_600_000;
const hoursOf = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / HOUR_MS;

describe('the period of a day', () => {
  test.each([
    { zone: 'UTC', day: '2026-11-25', from: '2026-11-25T00:00:00.000Z', hours: 24 },
    { zone: 'Asia/Kolkata', day: '2026-11-25', from: '2026-11-24T18:30:00.000Z', hours: 24 },
    { zone: 'Europe/Berlin', day: '2026-03-29', from: '2026-03-28T23:00:00.000Z', hours: 23 },
    { zone: 'Europe/Berlin', day: '2026-10-25', from: '2026-10-24T22:00:00.000Z', hours: 25 },
    { zone: 'Australia/Lord_Howe', day: '2026-04-05', from: '2026-04-04T13:00:00.000Z', hours: 24.5 },
    { zone: 'Asia/Beirut', day: '2026-03-28', from: '2026-03-27T22:00:00.000Z', hours: 24 }, // the next one has no midnight
    { zone: 'Asia/Beirut', day: '2026-03-29', from: '2026-03-28T22:00:00.000Z', hours: 23 },
    { zone: 'America/Havana', day: '2026-11-01', from: '2026-11-01T04:00:00.000Z', hours: 25 }, // two midnights
  ])('$day in $zone begins at $from and has $hours hours', ({ zone, day, from, hours }) => {
    vi.stubEnv('TZ', zone);
    const period = periodOfDay(day);
    expect(period?.from).toBe(from);
    expect(period && hoursOf(period)).toBe(hours);
  });

  test.each(['', 'yesterday', '2026-02-30', '2026-1-1', '2026-11-25T10:00', '2026-11-25T10:00Z', '+010000-01-01'])(
    'is null for what is no day: "%s"',
    (day) => expect(periodOfDay(day)).toBeNull(),
  );

  const zones = ['UTC', 'Europe/Berlin', 'Asia/Beirut', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Kiritimati'];
  test.each(zones)('in %s has all its times and no other, and days follow each other without a gap', (zone) => {
    vi.stubEnv('TZ', zone);
    const times = fc.integer({ min: Date.parse('2000-01-02'), max: Date.parse('2040-01-01') });
    fc.assert(
      fc.property(times, (at) => {
        const day = localDay(at);
        const period = periodOfDay(day);
        const [from, to] = [Date.parse(period?.from ?? ''), Date.parse(period?.to ?? '')];
        expect(from <= at && at < to).toBe(true);
        expect([localDay(from), localDay(to - 1)]).toEqual([day, day]);
        expect(dayBefore(to)).toBe(day);
        expect(periodOfDay(localDay(to))?.from).toBe(period?.to);
      }),
    );
  });
});
