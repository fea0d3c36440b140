import { describe, expect, test } from 'vitest';
import { billSessions, type UsagePeriod } from '../../../cli/usage/bill-sessions.ts';
import { sumAll } from '../../../cli/usage/sum-usage.ts';
import type { UsageSession } from '../../../cli/usage/usage-session.ts';
import { buildSession } from './usage.builder.ts';

const november: UsagePeriod = { from: Date.parse('2026-11-01'), to: Date.parse('2026-12-01') };
const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/** The sums of a stream's sessions, with minutes instead of ms. */
function sumsOf(sessions: readonly UsageSession[], { joinMs = null as number | null, period = november } = {}) {
  const { durationMs, ...sums } = sumAll(billSessions(sessions, period, joinMs));
  return { minutes: durationMs / MINUTE, ...sums };
}

const unmarked = { open: 0, presumedEnds: 0, startUnknown: 0 };

describe('the minutes of a session that lie within the period', () => {
  test.each([
    { session: 'within', from: '2026-11-10T10:00Z', to: '2026-11-10T11:30Z', minutes: 90 },
    { session: 'over the first edge', from: '2026-10-31T23:00Z', to: '2026-11-01T00:30Z', minutes: 30 },
    { session: 'over the last edge', from: '2026-11-30T23:15Z', to: '2026-12-01T04:00Z', minutes: 45 },
    { session: 'over both edges', from: '2026-09-01T00:00Z', to: '2027-01-01T00:00Z', minutes: 30 * DAY_MINUTES },
    { session: 'from edge to edge', from: '2026-11-01T00:00Z', to: '2026-12-01T00:00Z', minutes: 30 * DAY_MINUTES },
    { session: 'of no length', from: '2026-11-10T10:00Z', to: '2026-11-10T10:00Z', minutes: 0 },
    { session: 'of no length at the first edge', from: '2026-11-01T00:00Z', to: '2026-11-01T00:00Z', minutes: 0 },
  ])('$session', ({ from, to, minutes }) => {
    expect(sumsOf([buildSession(from, to)])).toEqual({ minutes, sessions: 1, ...unmarked });
  });

  test.each([
    { session: 'before', from: '2026-10-10T10:00Z', to: '2026-10-10T11:30Z' },
    { session: 'up to the first edge', from: '2026-10-31T23:00Z', to: '2026-11-01T00:00Z' },
    { session: 'from the last edge on', from: '2026-12-01T00:00Z', to: '2026-12-01T01:00Z' },
    { session: 'of no length at the last edge', from: '2026-12-01T00:00Z', to: '2026-12-01T00:00Z' },
  ])('a session $session is not in it', ({ from, to }) => {
    expect(sumsOf([buildSession(from, to)])).toEqual({ minutes: 0, sessions: 0, ...unmarked });
  });
});

test('a camera that has been on since March is billed to the end of the period, and is open', () => {
  const always = buildSession('2026-03-01T08:00Z', null);
  expect(sumsOf([always])).toEqual({ minutes: 43_200, sessions: 1, ...unmarked, open: 1 });
  const untilNow = { from: november.from, to: Date.parse('2026-11-26T12:00Z') };
  expect(sumsOf([always], { period: untilNow })).toMatchObject({ minutes: 25 * DAY_MINUTES + 720, open: 1 });
});

describe('drops', () => {
  // live 10:00–10:20, 10:20:30–10:40, 10:41–11:00: gaps of 30 s and of 60 s
  const drops = [
    buildSession('2026-11-10T10:41:00Z', '2026-11-10T11:00:00Z'),
    buildSession('2026-11-10T10:00:00Z', '2026-11-10T10:20:00Z'),
    buildSession('2026-11-10T10:20:30Z', '2026-11-10T10:40:00Z'),
  ];

  test.each([
    { joinMs: null, minutes: 58.5, sessions: 3 },
    { joinMs: 29_999, minutes: 58.5, sessions: 3 },
    { joinMs: 30_000, minutes: 59, sessions: 2 },
    { joinMs: 60_000, minutes: 60, sessions: 1 },
  ])('joined up to $joinMs ms are $sessions sessions of $minutes minutes', ({ joinMs, minutes, sessions }) => {
    expect(sumsOf(drops, { joinMs })).toEqual({ minutes, sessions, ...unmarked });
  });

  test('a gap over the edge of the period is billed on both sides', () => {
    const overEdge = [
      buildSession('2026-10-31T23:00:00Z', '2026-10-31T23:59:40Z'),
      buildSession('2026-11-01T00:00:10Z', '2026-11-01T01:00:00Z'),
    ];
    const october = { from: Date.parse('2026-10-01'), to: november.from };
    expect(sumsOf(overEdge, { joinMs: 30_000 })).toEqual({ minutes: 60, sessions: 1, ...unmarked });
    expect(sumsOf(overEdge, { joinMs: 30_000, period: october })).toEqual({ minutes: 60, sessions: 1, ...unmarked });
    expect(sumsOf(overEdge)).toMatchObject({ minutes: 60 - 10 / 60 });
  });

  test('a superseded session is joined to the one that superseded it, and two sessions without --merge', () => {
    const superseded = [
      buildSession('2026-11-10T10:00Z', '2026-11-10T10:20Z', { endReason: 'superseded' }),
      buildSession('2026-11-10T10:20Z', '2026-11-10T10:30Z'),
    ];
    expect(sumsOf(superseded)).toMatchObject({ minutes: 30, sessions: 2 });
    expect(sumsOf(superseded, { joinMs: 1_000 })).toMatchObject({ minutes: 30, sessions: 1 });
  });

  test('a session without a start is joined to none', () => {
    const missed = [buildSession('2026-11-10T10:00Z', '2026-11-10T10:20Z'), buildSession(null, '2026-11-10T10:20:20Z')];
    expect(sumsOf(missed, { joinMs: 30_000 })).toEqual({ minutes: 20, sessions: 2, ...unmarked, startUnknown: 1 });
  });
});

test('a playlist of 150 items a day is 150 sessions a day, or one with --merge', () => {
  // each item is 9 minutes and 35 seconds, with 1 second between two: 150 times 576 seconds are a day
  const items = Array.from({ length: 30 * 150 }, (_, item) => {
    const start = november.from + Math.floor(item / 150) * DAY_MINUTES * MINUTE + (item % 150) * 576_000;
    return buildSession(start, start + 575_000);
  });
  expect(sumsOf(items)).toEqual({ minutes: (30 * 150 * 575) / 60, sessions: 4_500, ...unmarked });
  expect(sumsOf(items, { joinMs: 30_000 })).toEqual({ minutes: (30 * 150 * 576 - 1) / 60, sessions: 1, ...unmarked });
});

describe('presumed ends', () => {
  test.each([
    { endedAt: '2026-11-10T11:00Z', minutes: 60, presumedEnds: 1 },
    { endedAt: '2026-12-01T00:00Z', minutes: 20 * DAY_MINUTES + 840, presumedEnds: 1 },
    { endedAt: '2026-12-02T00:00Z', minutes: 20 * DAY_MINUTES + 840, presumedEnds: 0 },
  ])(
    '$endedAt is marked $presumedEnds times: one after the period changes nothing',
    ({ endedAt, minutes, presumedEnds }) => {
      const presumed = buildSession('2026-11-10T10:00Z', endedAt, { endReason: 'presumedEnded' });
      expect(sumsOf([presumed])).toEqual({ minutes, sessions: 1, ...unmarked, presumedEnds });
    },
  );
});

describe('a session whose start was missed has no time', () => {
  const earlier = buildSession('2026-10-10T10:00Z', '2026-12-01T10:00Z');
  test.each([
    {
      title: 'is marked where it ended in the period',
      endedAt: '2026-11-10T11:00Z',
      known: [],
      sessions: 1,
      startUnknown: 1,
    },
    {
      title: 'is marked where it may have begun in the period',
      endedAt: '2026-12-10T11:00Z',
      known: [],
      sessions: 0,
      startUnknown: 1,
    },
    { title: 'is marked while it is open', endedAt: null, known: [], sessions: 0, startUnknown: 1 },
    {
      title: 'is not in the period before its end',
      endedAt: '2026-10-10T11:00Z',
      known: [],
      sessions: 0,
      startUnknown: 0,
    },
    {
      title: 'is not in the period before the session before it',
      endedAt: '2026-12-10T11:00Z',
      known: [earlier],
      sessions: 1,
      startUnknown: 0,
    },
  ])('$title', ({ endedAt, known, sessions, startUnknown }) => {
    expect(sumsOf([...known, buildSession(null, endedAt)])).toMatchObject({ sessions, startUnknown });
  });

  test('is not marked once its start is known: two answers about one open session', () => {
    expect(sumsOf([buildSession(null, null), buildSession('2026-11-10T10:00Z', null)])).toMatchObject({
      sessions: 1,
      open: 1,
      startUnknown: 0,
    });
  });
});

test('contradicting answers bill no moment twice: a start supersedes what seemed open, or longer', () => {
  const contradicting = [
    buildSession('2026-11-30T10:00Z', null),
    buildSession('2026-11-30T11:00Z', '2026-11-30T13:00Z', { endReason: 'presumedEnded' }),
    buildSession('2026-11-30T12:00Z', null),
  ];
  expect(sumsOf(contradicting)).toEqual({ minutes: 14 * 60, sessions: 3, ...unmarked, open: 1 });
});
