import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announcementsOf } from '../../lambda/announcing/announce-state.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { knownOf } from '../../lambda/announcing/known-stream.ts';
import { sessionsOf } from '../../lambda/stream/session-times.ts';
import { emptyState } from '../../lambda/stream/state.ts';
import { applyAnnouncements } from './apply-announcements.ts';
import { keepSessions } from './session-rows.ts';
import { boundaryOf, clock, type Fate, fate, history, writesOf } from './state-writes.ts';
import { changeOf } from './timed-states.ts';

const RUNS = Number(process.env.LAW_RUNS ?? 1_000);
const NOW = Date.UTC(2026, 10, 26);

/** Returns what is announced of the events of a stream, in order. */
function announce(id: string, events: readonly string[], fates: readonly Fate[] = []): Announcement[] {
  return writesOf(events, fates).flatMap(({ before, after }, version) => {
    const stored = { app: 'LiveApp', id, state: after, version: NOW + version, heartbeatReceivedAt: null };
    return announcementsOf({ state: before }, stored, NOW);
  });
}

/** Applies announcements one after the other, each once: without a look at sequences. */
function applyInOrder(announcements: readonly Announcement[]) {
  const rows: ReturnType<typeof keepSessions> = new Map();
  for (const { detail } of announcements) {
    if (!('session' in detail)) continue;
    if ('previous' in detail) rows.delete(`${detail.app}/${detail.id} ${detail.previous.startedAt}`);
    rows.set(`${detail.app}/${detail.id} ${detail.session.startedAt}`, detail.session);
  }
  return rows;
}

/** Announcements of two streams in order, and again shuffled, where some come twice. */
const deliveries = fc
  .tuple(history, history, fc.array(fate, { maxLength: 9 }))
  .map(([one, other, fates]) => [...announce('cam-1', one, fates), ...announce('cam-2', other, fates)])
  .chain((inOrder) => {
    const copies = fc.shuffledSubarray(inOrder);
    const shuffled = copies.chain((some) => {
      const all = [...inOrder, ...some];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    return fc.record({ inOrder: fc.constant(inOrder), shuffled });
  });

describe('a row for each session, of which the highest sequence wins,', () => {
  test('is the same in whatever order announcements come, and however often, as when each is applied once in order', () => {
    const holds = ({ inOrder, shuffled }: { inOrder: Announcement[]; shuffled: Announcement[] }) => {
      expect(keepSessions(shuffled)).toEqual(applyInOrder(inOrder));
    };
    fc.assert(fc.property(deliveries, holds), { numRuns: RUNS });
  });

  test('has the newest session as the state has it', () => {
    const holds = (events: string[], fates: Fate[]) => {
      const { session } = knownOf(writesOf(events, fates).at(-1)?.after ?? emptyState);
      const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
      const startedAt = iso(session?.startedAt ?? null);
      const row = keepSessions(announce('cam-1', events, fates)).get(`LiveApp/cam-1 ${startedAt}`);
      const { endedAt, endReason } = session ?? {};
      const newest = { startedAt, endedAt: iso(endedAt ?? null), endReason };
      expect(row).toEqual(session === null ? undefined : expect.objectContaining(newest));
    };
    fc.assert(fc.property(history, fc.array(fate, { maxLength: 9 }), holds), { numRuns: RUNS });
  });

  test('has the sessions of the list, where started and ended come in order, and announcements in any', () => {
    const boundaries = fc.array(fc.tuple(fc.constantFrom('s', 'e'), clock), { maxLength: 9 });
    const holds = (unsorted: [string, number][], seed: number) => {
      const events = unsorted
        .toSorted(([a, at], [b, bt]) => at - bt || (a < b ? 1 : -1))
        .map((parts) => parts.join(''));
      const shuffled = announce('cam-1', events).map((each, n) => ({ each, n: Math.sin(seed + n) }));
      const rows = keepSessions(shuffled.sort((a, b) => a.n - b.n).map(({ each }) => each));
      const listed = sessionsOf(events.map(changeOf).flatMap(boundaryOf)).filter(({ startedAt }) => startedAt !== null);
      const durations = listed.map(({ startedAt, endedAt }) => (endedAt === null ? null : endedAt - (startedAt ?? 0)));
      const kept = [...rows].filter(([, { startedAt }]) => startedAt !== null).sort();
      expect(kept.map(([, { durationMs }]) => durationMs)).toEqual(durations);
    };
    fc.assert(fc.property(boundaries, fc.nat(), holds), { numRuns: RUNS });
  });

  test('keeps the end of a session that the start of the next one overtakes: the last sequence of the stream must not drop it', () => {
    const [started, ended, next] = announce('cam-1', ['s0', 's60']);
    if (!started || !ended || !next) expect.fail('expected three announcements');
    expect([...keepSessions([started, next, ended]).values()].map(({ durationMs }) => durationMs)).toEqual([
      60_000,
      null,
    ]);
    expect(applyAnnouncements([started, next, ended])).toEqual(applyAnnouncements([started, ended, next]));
  });

  test('stays deleted when what was overtaken comes after the correction', () => {
    const [started, corrected] = announce('cam-1', ['h60', 's0']);
    if (!started || !corrected) expect.fail('expected two announcements');
    expect([...keepSessions([corrected, started]).values()].map(({ startedAt }) => startedAt)).toEqual([
      new Date(changeOf('s0').at).toISOString(),
    ]);
  });
});
