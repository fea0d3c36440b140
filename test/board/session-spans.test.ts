import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toSessionSpans } from '../../board/session-spans.ts';
import { toSessionJson } from '../../lambda/reading/stream-json.ts';
import { type Boundary, sessionsOf } from '../../lambda/stream/session-times.ts';
import { buildHealth } from '../words/stream.builder.ts';

const NOW = 10_000_000;

type EndReason = 'ended' | 'presumedEnded' | 'superseded';

const session = (startedAt: number | null, endedAt: number | null = null, endReason: EndReason | null = null) =>
  toSessionJson({ startedAt, endedAt, endReason }, NOW);

const dark = { status: 'ended', stale: false, health: null } as const;
const live = { status: 'live', stale: false, health: null } as const;
const beats = (...times: number[]) => times.map((at) => ({ at }));

describe('an outage', () => {
  const outagesOf = (
    sessions: ReturnType<typeof session>[],
    samples = beats(),
    state: typeof dark | typeof live = live,
  ) => toSessionSpans({ stream: { ...state, sessions }, samples, now: NOW }).map(({ outage }) => outage);

  test('lies between an end and the next start', () => {
    const [now, before] = outagesOf([session(5_000), session(1_000, 2_000, 'ended')]);
    expect(now).toBe(null);
    expect(before).toEqual({ from: 2_000, to: 5_000, isAtMost: false, isNow: false });
  });

  test('goes on while a stream is not live', () => {
    const newest = { from: 2_000, to: NOW, isAtMost: false, isNow: true };
    expect(outagesOf([session(1_000, 2_000, 'presumedEnded')], [], dark)).toEqual([newest]);
  });

  test('after a crash begins at the last heartbeat that is known before the next start', () => {
    const sessions = [session(5_000), session(1_000, 5_000, 'superseded')];
    expect(outagesOf(sessions, beats(500, 1_500, 3_000, 5_000))[1]).toEqual({ from: 3_000, to: 5_000, isAtMost: true, isNow: false }); // biome-ignore format: a row
  });

  test('after a crash of which no heartbeat is known has no known start', () => {
    const sessions = [session(5_000), session(1_000, 5_000, 'superseded')];
    expect(outagesOf(sessions, beats(500, 5_000))[1]).toEqual({ from: null, to: 5_000, isAtMost: true, isNow: false });
  });

  test('before a start that was missed ends at the first heartbeat that is not a late one of the session before', () => {
    const sessions = [session(null, 90_000, 'ended'), session(1_000, 2_000, 'ended')];
    expect(outagesOf(sessions, beats(2_500, 40_000, 50_000), dark)[1]).toEqual({ from: 2_000, to: 40_000, isAtMost: true, isNow: false }); // biome-ignore format: a row
    expect(outagesOf(sessions, beats(), dark)[1]).toEqual({ from: 2_000, to: null, isAtMost: true, isNow: false });
  });

  test('is none where a stream started again at once', () => {
    expect(outagesOf([session(2_000), session(1_000, 2_000, 'ended')])).toEqual([null, null]);
  });
});

test('a stream of which only heartbeats say that it is live has a session without a start', () => {
  const stream = { ...live, sessions: [session(1_000, 2_000, 'ended')] };
  const [open] = toSessionSpans({ stream, samples: beats(40_000, 50_000), now: NOW });
  expect(open).toMatchObject({ session: { startedAt: null, endedAt: null }, from: 40_000, to: NOW, outage: null });
  expect(toSessionSpans({ stream: { ...live, sessions: [] }, samples: [], now: NOW })).toHaveLength(1);
});

test('a stale stream was live until its last heartbeat, by its own clock, and is silent since that came', () => {
  const health = buildHealth({ at: new Date(3_000).toISOString(), receivedAt: new Date(3_200).toISOString() });
  const stream = { ...live, stale: true, health, sessions: [session(1_000)] };
  const [open] = toSessionSpans({ stream, samples: beats(3_000), now: NOW });
  expect(open).toMatchObject({ to: 3_000, outage: { from: 3_200, to: NOW, isNow: true } });
});

test('sessions and outages do not overlap, and cover all the time from the first start to now', () => {
  const boundary = fc.record({ kind: fc.constantFrom('started', 'ended'), at: fc.nat(NOW) });
  const boundaries: fc.Arbitrary<Boundary[]> = fc.uniqueArray(boundary, { selector: ({ at }) => at, maxLength: 12 });
  const times = fc.uniqueArray(fc.nat(NOW), { maxLength: 40 });
  fc.assert(
    fc.property(boundaries, times, (all, heartbeats) => {
      const sessions = sessionsOf(all)
        .reverse()
        .map((one) => toSessionJson(one, NOW));
      const isOpen = sessions[0]?.endedAt === null;
      const samples = beats(...heartbeats.sort((a, b) => a - b));
      const spans = toSessionSpans({ stream: { ...(isOpen ? live : dark), sessions }, samples, now: NOW });
      expect(spans.map((span) => span.session)).toEqual(sessions);
      let end: number | null = NOW;
      for (const { from, to, outage } of spans) {
        expect(outage === null ? to : outage.to).toBe(end);
        if (outage?.from != null && outage.to !== null) expect(outage.from).toBeLessThanOrEqual(outage.to);
        if (outage !== null) expect(outage.from).toBe(to);
        if (from !== null && to !== null) expect(from).toBeLessThanOrEqual(to);
        end = from;
      }
    }),
  );
});
