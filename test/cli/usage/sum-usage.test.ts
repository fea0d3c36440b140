import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billSessions, type UsagePeriod } from '../../../cli/usage/bill-sessions.ts';
import { sumAll, sumByDay, sumByGroup, type UsageRow } from '../../../cli/usage/sum-usage.ts';
import { TimeZone } from '../../../cli/usage/time-zone.ts';
import { SessionSet, streamKeyOf, type UsageSession } from '../../../cli/usage/usage-session.ts';
import { buildSession } from './usage.builder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The minutes of each group. */
const minutesOf = <Group extends string | null>(rows: readonly UsageRow<Group>[]): [Group, number][] =>
  rows.map(({ group, sums }) => [group, sums.durationMs / MINUTE]);

function billAll(sessions: readonly UsageSession[], period: UsagePeriod, joinMs: number | null = null) {
  const set = new SessionSet();
  for (const session of sessions) set.add(session);
  return set.byStream().flatMap((stream) => billSessions(stream, period, joinMs));
}

function byDay(sessions: readonly UsageSession[], period: UsagePeriod, zone: TimeZone, joinMs: number | null = null) {
  const starts = zone.daysWithin(period.from, period.to);
  return sumByDay(billAll(sessions, period, joinMs), starts, (ms) => zone.dateAt(ms));
}

const berlin = new TimeZone('Europe/Berlin');
const utc = new TimeZone('UTC');

describe('by day', () => {
  const always = buildSession('2026-01-01T00:00Z', null);

  test.each([
    { change: 'forward', dates: ['2026-03-28', '2026-03-31'], hours: [24, 23, 24] },
    { change: 'back', dates: ['2026-10-24', '2026-10-27'], hours: [24, 25, 24] },
  ])('a camera that is always on has days of $hours hours when clocks go $change', ({ dates, hours }) => {
    const [from = 0, to = 0] = dates.map((date) => berlin.startOf(date));
    const days = byDay([always], { from, to }, berlin);
    expect(minutesOf(days).map(([, minutes]) => minutes / 60)).toEqual(hours);
    expect(days.map(({ group }) => group)).toEqual(
      [0, 1, 2].map((day) => berlin.dateAt(from + (12 + 24 * day) * HOUR)),
    );
    expect(days.map(({ sums }) => sums.open)).toEqual([0, 0, 1]);
    expect(days.map(({ sums }) => sums.sessions)).toEqual([1, 1, 1]);
  });

  test('the hour that comes twice is billed twice: 02:00 to 03:00 is two hours', () => {
    const [from, to] = [Date.parse('2026-10-25T02:00+02:00'), Date.parse('2026-10-25T03:00+01:00')];
    const day = { from: berlin.startOf('2026-10-25'), to: berlin.startOf('2026-10-26') };
    expect(minutesOf(byDay([buildSession(from, to)], day, berlin))).toEqual([['2026-10-25', 120]]);
  });

  test('a period that begins within a day has that day in part, and its marks in the last', () => {
    const presumed = buildSession('2026-11-09T00:00Z', '2026-11-11T00:00Z', { endReason: 'presumedEnded' });
    const days = byDay([presumed], { from: Date.parse('2026-11-09T18:00Z'), to: Date.parse('2026-11-12T18:00Z') }, utc);
    expect(minutesOf(days)).toEqual([
      ['2026-11-09', 360],
      ['2026-11-10', 1_440],
    ]);
    expect(days.map(({ sums }) => sums.presumedEnds)).toEqual([0, 1]);
  });
});

test('joined sessions are one in each group, and the gap is that of the earlier', () => {
  const sessions = ['A', 'B', 'A'].map((streamName, index) =>
    buildSession(index * 11 * MINUTE, (index * 11 + 10) * MINUTE, { streamName }),
  );
  const rows = sumByGroup(billAll(sessions, { from: 0, to: HOUR }, MINUTE), ({ session }) => session.streamName);
  expect(rows).toMatchObject([
    { group: 'A', sums: { durationMs: 21 * MINUTE, sessions: 1 } },
    { group: 'B', sums: { durationMs: 11 * MINUTE, sessions: 1 } },
  ]);
});

test('of two answers about one session the last wins: a presumed end has moved', () => {
  const moved = [30, 45].map((end) => buildSession(0, end * MINUTE, { endReason: 'presumedEnded' }));
  expect(sumAll(billAll(moved, { from: 0, to: HOUR }))).toMatchObject({ durationMs: 45 * MINUTE, sessions: 1 });
});

test('the same start of two streams, and of two apps, is two sessions', () => {
  const sessions = [{}, { id: 'cam-2' }, { app: 'Other' }].map((stream) => buildSession(0, MINUTE, stream));
  expect(sumAll(billAll(sessions, { from: 0, to: HOUR }))).toMatchObject({ durationMs: 3 * MINUTE, sessions: 3 });
});

describe('random sessions of a change of daylight saving', () => {
  const BASE = Date.parse('2026-10-24T00:00Z');
  const MINUTES = 3 * 1_440;

  /** The sessions of one stream: lengths and gaps in minutes, one after the other; the last one may be open. */
  const stream = (app: string, id: string) =>
    fc
      .record({
        before: fc.integer({ min: -600, max: MINUTES }),
        spans: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 90 }), length: fc.integer({ min: 0, max: 900 }) })),
        isOpen: fc.boolean(),
      })
      .map(({ before, spans, isOpen }) => {
        let at = BASE + before * MINUTE;
        return spans.map(({ gap, length }, index) => {
          const from = at + (index === 0 ? 0 : Math.max(gap, 0)) * MINUTE;
          at = from + length * MINUTE;
          const open = isOpen && index === spans.length - 1;
          return {
            app,
            id,
            streamName: null,
            startedAt: from,
            endedAt: open ? null : at,
            endReason: open ? null : ('ended' as const),
          };
        });
      });
  const streams = fc
    .tuple(stream('A', 'cam-1'), stream('A', 'cam-2'), stream('B', 'cam-1'))
    .map((all): UsageSession[] => all.flat());
  const period = fc
    .tuple(fc.integer({ min: 0, max: MINUTES - 1 }), fc.integer({ min: 1, max: MINUTES }))
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from: BASE + from * MINUTE, to: BASE + to * MINUTE }));
  const join = fc.constantFrom(null, 0, MINUTE, 20 * MINUTE);
  const total = (rows: readonly UsageRow<string>[]): number => rows.reduce((sum, { sums }) => sum + sums.durationMs, 0);

  test('have the sum of their days, of their streams and of their apps', () => {
    fc.assert(
      fc.property(streams, period, join, (sessions, period, joinMs) => {
        const billed = billAll(sessions, period, joinMs);
        const { durationMs } = sumAll(billed);
        expect(total(sumByGroup(billed, ({ session }) => session.app))).toBe(durationMs);
        expect(total(sumByGroup(billed, ({ session }) => streamKeyOf(session)))).toBe(durationMs);
        expect(total(byDay(sessions, period, berlin, joinMs))).toBe(durationMs);
      }),
    );
  });

  test('have the sum of the two parts of a period', () => {
    fc.assert(
      fc.property(
        streams,
        period,
        join,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sessions, period, joinMs, cut) => {
          const middle = Math.floor(period.from + (period.to - period.from) * cut);
          const durationOf = (from: number, to: number) => sumAll(billAll(sessions, { from, to }, joinMs)).durationMs;
          expect(durationOf(period.from, middle) + durationOf(middle, period.to)).toBe(
            durationOf(period.from, period.to),
          );
        },
      ),
    );
  });

  test('have the minutes that a count of every minute finds, by day', () => {
    fc.assert(
      fc.property(streams, period, join, (sessions, period, joinMs) => {
        const counted = countMinutes(sessions, period, joinMs);
        const days = minutesOf(byDay(sessions, period, berlin, joinMs)).filter(([, minutes]) => minutes > 0);
        expect(Object.fromEntries(days)).toEqual(counted);
      }),
      { numRuns: 40 },
    );
  });

  const germanDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' });

  /** Counts the minutes in which a stream is live, or in a gap to be joined, one by one; all times are whole minutes. */
  function countMinutes(sessions: readonly UsageSession[], { from, to }: UsagePeriod, joinMs: number | null) {
    const counts: Record<string, number> = {};
    for (const key of new Set(sessions.map(streamKeyOf))) {
      const own = sessions.filter((session) => streamKeyOf(session) === key);
      for (let minute = from; minute < to; minute += MINUTE) {
        if (!isLive(own, minute) && !isJoinedGap(own, minute, joinMs)) continue;
        const date = germanDate.format(minute);
        counts[date] = (counts[date] ?? 0) + 1;
      }
    }
    return counts;
  }

  const isLive = (own: readonly UsageSession[], at: number): boolean =>
    own.some(({ startedAt, endedAt }) => (startedAt ?? at) <= at && (endedAt === null || at < endedAt));

  function isJoinedGap(own: readonly UsageSession[], at: number, joinMs: number | null): boolean {
    const ends = own.map(({ endedAt }) => endedAt ?? Number.POSITIVE_INFINITY).filter((end) => end <= at);
    const starts = own.map(({ startedAt }) => startedAt ?? 0).filter((start) => start > at);
    return joinMs !== null && Math.min(...starts) - Math.max(...ends) <= joinMs;
  }
});
