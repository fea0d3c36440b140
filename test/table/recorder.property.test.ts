import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { listStreamEvents } from '../../lambda/reading/events.ts';
import { describeStream } from '../../lambda/reading/stream.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import type { Table } from '../../lambda/table/table.ts';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import { buildHookRequest, type HookInput } from '../hook/hook-request.builder.ts';
import { arbitraryArrivals, arbitraryHooks, NOW } from '../stream/arbitrary-hooks.ts';
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
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
    let run = 0;
    const cases = arbitraryHooks(12).chain((set) =>
      fc.record({ set: fc.constant(set), arriving: arbitraryArrivals(set), atOnce: fc.integer({ min: 1, max: 16 }) }),
    );
    const holds = async ({ set, arriving, atOnce }: { set: HookInput[]; arriving: HookInput[]; atOnce: number }) => {
      const app = `app-${run++}`;
      const { streams } = engine();
      for (let from = 0; from < arriving.length; from += atOnce) {
        const events = arriving
          .slice(from, from + atOnce)
          .map((hook) => readMessage(toMessage({ ...buildHookRequest(hook), app })));
        await Promise.all(events.map((event) => recorder.record(streams, event)));
      }
      for (const id of ['s', 'r']) {
        const expected = expectedStreams(set, NOW).get(id);
        if (expected === undefined) continue;
        const { recordings, tracks } = expected;
        expect(await readStream(streams, app, id)).toEqual({
          ...expected,
          app,
          recordings: byText(recordings),
          tracks: byText(tracks),
        });
        await expectKeptOnce(streams, app, id, set);
      }
    };
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
  }, 300_000);
});

/** Expects every event except heartbeats in the history exactly once. */
async function expectKeptOnce(streams: Table, app: string, id: string, set: readonly HookInput[]): Promise<void> {
  const { events = [] } = (await listStreamEvents({ table: streams, app, id, now: NOW }, 100)) ?? {};
  const identities = set.map((hook) => readMessage(toMessage({ ...buildHookRequest(hook), app })));
  const own = identities.flatMap((event) =>
    event.type === 'stream' && event.id === id && event.class !== 'heartbeat' ? [event.idempotencyKey] : [],
  );
  expect(events).toHaveLength(new Set(own).size);
}
