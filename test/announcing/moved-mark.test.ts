import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { classOfRow, stateKey } from '../../lambda/table/row-keys.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import { buildHookRequest, type HookInput } from '../hook/hook-request.builder.ts';
import { arbitraryArrivals, arbitraryHooksAndEnds, NOW } from '../stream/arbitrary-hooks.ts';
import { MortalProcess } from '../table/mortal-process.ts';
import { recordTimed } from '../table/timed-events.ts';
import { applyAnnouncements } from './apply-announcements.ts';
import { knownText } from './known-text.ts';
import { ObservedTable } from './observed-table.ts';

const RUNS = Number(process.env.LAW_RUNS ?? 30_000) / 300;

const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });

function record(table: MortalProcess | ObservedTable, arrived: HookInput | PresumedEnd): Promise<unknown> {
  return 'fields' in arrived
    ? recorder.record(table, readMessage(toMessage(buildHookRequest(arrived))))
    : recordPresumedEnd(table, arrived, 30, true);
}

const announce = (changes: ObservedTable['writes']) =>
  toAnnouncements(changes, new DescriptionMemory(), (_change, error) => {
    throw error;
  });

/** What is known of the stream of a fact depends on the writes that were seen before. */
const withoutStream = ({ detail, ...envelope }: Announcement) => ({ ...envelope, detail: { ...detail, stream: null } });

/** Hooks and presumed ends in any order, repeated ones among them, by so many processes at once. */
const arrivals = arbitraryHooksAndEnds(12).chain((set) =>
  fc.record({
    arriving: arbitraryArrivals([...set.hooks, ...set.presumedEnds]),
    atOnce: fc.integer({ min: 1, max: 4 }),
    scheduler: fc.scheduler(),
  }),
);

/** Records all arrivals on a table, some of them at once, in any interleaving. */
async function recordAll({ arriving, atOnce, scheduler }: Arrivals): Promise<ObservedTable> {
  const table = new ObservedTable();
  const pause = () => scheduler.schedule(Promise.resolve());
  for (let from = 0; from < arriving.length; from += atOnce) {
    const batch = arriving.slice(from, from + atOnce);
    const recorded = Promise.all(batch.map((arrived) => record(new MortalProcess(table, pause, 1_000), arrived)));
    await scheduler.waitFor(recorded);
  }
  return table;
}

interface Arrivals {
  readonly arriving: readonly (HookInput | PresumedEnd)[];
  readonly atOnce: number;
  readonly scheduler: fc.Scheduler;
}

test('every write that is announced passes the filter, and what is announced makes the streams known as they are', async () => {
  const holds = async (arriving: Arrivals) => {
    const table = await recordAll(arriving);
    const announcements = announce(table.passed);
    expect(announcements.map(withoutStream)).toEqual(announce(table.writes).map(withoutStream));
    const ids = announcements.map(({ detail }) => detail.eventId);
    expect(new Set(ids).size).toBe(ids.length);
    const known = applyAnnouncements(announcements);
    for (const id of ['s', 'r']) {
      const { state } = readStateRow(await table.get(stateKey('LiveApp', id)));
      expect(knownText(known.get(`LiveApp/${id}`))).toBe(knownText(state));
    }
  };
  await fc.assert(fc.asyncProperty(arrivals, holds), { numRuns: RUNS });
}, 600_000);

test('writes that cannot be announced do not pass: heartbeats, plays, tracks, rows that are marked late', async () => {
  const table = new ObservedTable();
  for (const event of ['s0', 'h5', 'h10', 'h10', 'h7', 'e90', 'h95', 'h92', 'e95'])
    await recordTimed(table, 'cam', event);
  const passed = table.passed.map(({ after }) => [
    classOfRow(after),
    readStateRow(after).state.session?.endedAt === null,
  ]);
  expect(passed).toEqual([
    ['state', true],
    ['state', false],
  ]);
  const before = table.passed.length;
  const of = (action: string, fields: object = {}) => ({ action, id: 'cam', timestamp: NOW, ...fields });
  for (const fields of [
    of('playStarted'),
    of('subtrackAddedInTheMainTrack', { mainTrackId: 'room' }),
    of('idleTimeIsExpired'),
  ])
    await recorder.record(table, readMessage(toMessage(buildHookRequest({ fields, receivedAt: NOW, requestId: 'r' }))));
  expect(table.passed.slice(before)).toEqual([]);
});

test('the sequence of a stream rises with each announcement, also after it was forgotten and came again', async () => {
  const announcements = [];
  for (const events of ['s0 h60 p60 s30 e90', 'h60 s0 e50', 'e10 e30 s0']) {
    const table = new ObservedTable(); // what forgetting leaves
    for (const event of events.split(' ')) await recordTimed(table, 'cam', event);
    announcements.push(...announce(table.passed));
    await sleep(20); // more ms than it had writes
  }
  const sequences = announcements.map(({ detail }) => ('sequence' in detail ? detail.sequence : 0));
  expect(sequences.length).toBeGreaterThan(8);
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
});
