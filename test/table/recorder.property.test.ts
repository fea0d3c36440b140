import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { listEventsOfStream } from '../../lambda/reading/by-time/list-events-of-stream.ts';
import { describeStream } from '../../lambda/reading/stream.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { recordPresumedStart } from '../../lambda/table/record-presumed-start.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import type { Table } from '../../lambda/table/table.ts';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import { toTimedHook } from '../../oracle/sent-hook.ts';
import { buildHookRequest, type HookInput } from '../hook/hook-request.builder.ts';
import { allTimes } from '../reading/by-time/all-times.ts';
import {
  type Arrived,
  allOf,
  arbitraryArrivals,
  arbitraryHooksAndEnds,
  type HooksAndEnds,
  NOW,
  startsById,
} from '../stream/arbitrary-hooks.ts';
import { useEngine } from './engine.ts';

const RUNS = Number(process.env.STORE_RUNS ?? 50);

const engine = useEngine();

/** Reads a stream, with its lists in the order that the test compares. */
async function readStream(table: Table, app: string, id: string) {
  const {
    events: _events,
    healthHistory: _health,
    ...stream
  } = (await describeStream({ table, app, id, now: NOW })) ?? {};
  return 'tracks' in stream
    ? { ...stream, recordings: byText(stream.recordings), tracks: byText(stream.tracks) }
    : stream;
}

const byText = <T>(list: T[]): T[] => list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('the store', () => {
  test('ends in the state that the contract gives the set, in any order of arrival and with any number of concurrent writes', async () => {
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
    let run = 0;
    const cases = arbitraryHooksAndEnds(12).chain((set) =>
      fc.record({
        set: fc.constant(set),
        arriving: arbitraryArrivals(allOf(set)),
        atOnce: fc.integer({ min: 1, max: 16 }),
      }),
    );
    const holds = async ({ set, arriving, atOnce }: Case) => {
      const app = `app-${run++}`;
      const { streams } = engine();
      const record = (arrived: Arrived) => {
        if ('fields' in arrived)
          return recorder.record(streams, readMessage(toMessage({ ...buildHookRequest(arrived), app })));
        return 'cause' in arrived
          ? recordPresumedEnd(streams, { ...arrived, app }, 30, true)
          : recordPresumedStart(streams, { ...arrived, app }, 30, true);
      };
      for (let from = 0; from < arriving.length; from += atOnce)
        await Promise.all(arriving.slice(from, from + atOnce).map(record));
      for (const id of ['s', 'r']) await expectStream(streams, app, id, set);
    };
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
  }, 300_000);
});

interface Case {
  readonly set: HooksAndEnds;
  readonly arriving: readonly Arrived[];
  readonly atOnce: number;
}

async function expectStream(table: Table, app: string, id: string, set: HooksAndEnds) {
  const { hooks } = set;
  if (!expectedStreams(hooks, NOW).has(id)) return;
  const { events = [] } = (await listEventsOfStream({ table, app, id, now: NOW }, { ...allTimes, limit: 100 })) ?? {};
  expectStoredOnce(events, id, set);
  const [late, standing] = partition(
    events.filter(({ action }) => action === 'presumedEnd'),
    ({ outcome }) => outcome === 'late',
  );
  const heartbeatAt = Math.max(...hooks.filter((hook) => isHeartbeatOf(hook, id)).map((hook) => toTimedHook(hook).at));
  for (const { at } of late) expect(heartbeatAt).toBeGreaterThan(Date.parse(at) + 15_000);
  const ends = new Map([[id, standing.map(({ at }) => Date.parse(at))]]);
  const expected = expectedStreams(hooks, NOW, ends, startsById(set.presumedStarts)).get(id);
  expect(await readStream(table, app, id)).toEqual({
    ...expected,
    app,
    recordings: byText(expected?.recordings ?? []),
    tracks: byText(expected?.tracks ?? []),
  });
}

const isHeartbeatOf = ({ fields }: HookInput, id: string): boolean =>
  fields.action === 'liveStreamStatus' && fields.id === id;

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** Expects every event except heartbeats in the history exactly once. */
function expectStoredOnce(events: readonly unknown[], id: string, set: HooksAndEnds): void {
  const { hooks, presumedStarts, presumedEnds } = set;
  const identities = hooks.map((hook) => readMessage(toMessage(buildHookRequest(hook))));
  const own = identities.flatMap((event) =>
    event.type === 'stream' && event.id === id && event.class !== 'heartbeat' ? [event.idempotencyKey] : [],
  );
  const ends = presumedEnds.filter((end) => end.id === id).map(({ at }) => at);
  const starts = presumedStarts.filter((start) => start.id === id).map(({ at }) => at);
  expect(events).toHaveLength(new Set(own).size + new Set(ends).size + new Set(starts).size);
}
