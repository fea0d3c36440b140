import { describe, expect, test } from 'vitest';
import { monthAfter, parseTimeZone, TimeZone } from '../../../cli/usage/time-zone.ts';

const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the beginning of a date', () => {
  test.each([
    { zone: 'UTC', date: '2026-11-01', start: '2026-11-01T00:00:00.000Z' },
    { zone: 'Europe/Berlin', date: '2026-03-29', start: '2026-03-28T23:00:00.000Z' },
    { zone: 'Europe/Berlin', date: '2026-03-30', start: '2026-03-29T22:00:00.000Z' },
    { zone: 'Europe/Berlin', date: '2026-10-25', start: '2026-10-24T22:00:00.000Z' },
    { zone: 'Europe/Berlin', date: '2026-10-26', start: '2026-10-25T23:00:00.000Z' },
    { zone: 'Asia/Kolkata', date: '2026-11-01', start: '2026-10-31T18:30:00.000Z' },
    { zone: 'Pacific/Kiritimati', date: '2026-11-01', start: '2026-10-31T10:00:00.000Z' },
    { zone: 'Pacific/Pago_Pago', date: '2026-11-01', start: '2026-11-01T11:00:00.000Z' },
    { zone: 'Africa/Cairo', date: '2025-04-25', start: '2025-04-24T22:00:00.000Z' }, // 00:00 does not exist: 01:00 follows 23:59
    { zone: 'Africa/Cairo', date: '2025-10-31', start: '2025-10-30T22:00:00.000Z' }, // 23:00 comes twice
    { zone: 'America/Havana', date: '2025-11-02', start: '2025-11-02T04:00:00.000Z' }, // 00:00 comes twice
  ])('$date in $zone is $start', ({ zone, date, start }) => {
    expect(iso(new TimeZone(zone).startOf(date))).toBe(start);
  });
});

test.each([
  { zone: 'Europe/Berlin', from: '2026-03-28T23:00Z', to: '2026-03-30T22:00Z', hours: [23] },
  { zone: 'Europe/Berlin', from: '2026-10-24T22:00Z', to: '2026-10-26T23:00Z', hours: [25] },
  { zone: 'UTC', from: '2026-10-24T12:00Z', to: '2026-10-26T12:00Z', hours: [24] },
])('$zone has a day of $hours hours', ({ zone, from, to, hours }) => {
  const starts = new TimeZone(zone).daysWithin(Date.parse(from), Date.parse(to));
  expect(starts.slice(1).map((start, day) => (start - (starts[day] ?? 0)) / HOUR)).toEqual(hours);
});

test('the month after December is January', () => {
  expect([monthAfter('2026-12'), monthAfter('2026-01'), monthAfter('2026-11')]).toEqual([
    '2027-01-01',
    '2026-02-01',
    '2026-12-01',
  ]);
});

test.each(['Europe/Berlin', 'europe/berlin'])('%s is a zone', (name) => {
  expect(parseTimeZone(name).name).toBe('Europe/Berlin');
});

test.each(['Berlin', '+02:00', 'Europe/Atlantis', '', ' UTC'])('"%s" is none', (name) => {
  expect(() => parseTimeZone(name)).toThrow('Expected the IANA name of a time zone, such as Europe/Berlin');
});
