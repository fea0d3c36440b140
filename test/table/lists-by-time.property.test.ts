import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { createReader, jsonOf } from '../reading/read-as-api-gateway.ts';
import { useEngine } from './engine.ts';
import { RECEIVED_AT } from './event.builder.ts';
import { arbitraryHappenings, arbitraryPeriods, recordHappenings, streamIds } from './random-streams.ts';

/** Random streams: each run has three. */
const STREAMS = Number(process.env.STORE_RUNS ?? (inject('dynamodbLocal') === undefined ? 24 : 300));

const engine = useEngine();
const now = RECEIVED_AT + 1_000;

type Row = Readonly<Record<string, unknown>>;
type Ask = (path: string) => Promise<Row[]>;

/** Returns a function that reads all rows of a list, in pages of random sizes. */
async function readerOf(limits: readonly number[]): Promise<Ask> {
  const ask = await createReader(engine(), now);
  return async (path) => {
    const list = path.replace(/\?.*/, '').replace(/.*\//, '');
    const rows: Row[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const limit = limits[pages++ % limits.length] ?? 1;
      const page: Record<string, unknown> & { cursor: string | null } = jsonOf(
        await ask(`${path}&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`),
      );
      const listed = page[list] as Row[];
      expect(listed.length).toBeLessThanOrEqual(limit);
      rows.push(...listed);
      cursor = page.cursor;
    } while (cursor !== null);
    return rows;
  };
}

const clockOf = (row: Row): number => Date.parse(String(row.endedAt ?? row.at));

/** Reads a list over all streams, period by period: each has only its own rows, newest first. */
async function readPeriods(read: Ask, path: string, periods: readonly { from: number; to: number }[]) {
  const rows: Row[] = [];
  for (const { from, to } of periods) {
    const iso = (clock: number) => new Date(clock).toISOString();
    const ofPeriod = await read(`${path}&from=${iso(from)}&to=${iso(to)}`);
    const clocks = ofPeriod.map(clockOf);
    expect(clocks).toEqual(clocks.toSorted((a, b) => b - a));
    expect(clocks.every((clock) => clock >= from && clock < to)).toBe(true);
    rows.push(...ofPeriod);
  }
  return rows;
}

const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

test('the lists over all streams have each row of the streams once, whatever the pages and periods', async () => {
  const recorder = new Recorder({ historyDays: 62, keepHeartbeats: true, healthHistory: false, byDay: true });
  let run = 0;
  const cases = fc.record({
    happenings: arbitraryHappenings(40),
    atOnce: fc.constantFrom(1, 4, 16),
    periods: arbitraryPeriods,
    limits: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ happenings, atOnce, periods, limits }) => {
      const app = `app-${run++}`;
      const { streams } = engine();
      await recordHappenings(streams, recorder, app, happenings, atOnce);
      const read = await readerOf(limits);
      const [sessions, recordings, events]: Row[][] = [[], [], []];
      for (const id of streamIds) {
        const stream = await describeStream({ table: streams, app, id, now });
        if (stream === undefined) continue;
        const of = `app=${app}&id=${encodeURIComponent(id)}`;
        const [ownSessions, ownRecordings, ownEvents] = [
          await read(`/stream/sessions?${of}`),
          await read(`/stream/recordings?${of}`),
          await read(`/stream/events?${of}`),
        ];
        expect(sorted(ownSessions)).toEqual(sorted(stream.sessions));
        expect(sorted(ownRecordings)).toEqual(sorted(stream.recordings));
        const over = (row: Row) => ({ app, id, streamName: stream.name, ...row });
        sessions?.push(...ownSessions.filter(({ endedAt }) => endedAt !== null).map(over));
        recordings?.push(...ownRecordings.map(over));
        events?.push(...ownEvents.filter(isOverAllStreams).map(over));
      }
      expect(sorted(await readPeriods(read, `/sessions?app=${app}`, periods))).toEqual(sorted(sessions ?? []));
      expect(sorted(await readPeriods(read, `/recordings?app=${app}`, periods))).toEqual(sorted(recordings ?? []));
      expect(sorted(await readPeriods(read, `/events?app=${app}`, periods))).toEqual(sorted(events ?? []));
    }),
    { numRuns: Math.ceil(STREAMS / 3) },
  );
}, 600_000);

const isOverAllStreams = ({ action }: Row): boolean => !/Status$|^play|^subtrack/.test(String(action));
