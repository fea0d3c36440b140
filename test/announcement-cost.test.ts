import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeAnnouncementBill } from '../bench/cost.ts';
import { toAnnouncements } from '../lambda/announcing/announcements.ts';
import { toBatches } from '../lambda/announcing/batches.ts';
import { DescriptionMemory } from '../lambda/announcing/description-memory.ts';
import type { TableChange } from '../lambda/announcing/table-change.ts';
import { Recorder } from '../lambda/table/recorder.ts';
import { Table } from '../lambda/table/table.ts';
import { connect, startDatabase } from '../local/database/database.ts';
import { STREAMS_TABLE } from '../local/database/embedded-tables.ts';
import { root } from './exec.ts';
import { buildEvent, NOW } from './table/event.builder.ts';
import { useTempFolder } from './use-temp-folder.ts';

/** A row of the table of announcements: what is announced, its counts, then dollars for events, requests, compute, in all. */
const ROW =
  /^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \*\*\$([\d.]+)\*\* \|$/gm;

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const rows = [...page.matchAll(ROW)].map(([, label = '', ...cells]) => ({ label, cells }));

/** The streams that the counts are of. */
const STREAMS = 25;
/** The largest batch that invokes the announcer, in writes. */
const BATCH = 100;

const fields = { streamName: 'Front door' };
const session = [
  { action: 'liveStreamStarted', ...fields },
  { action: 'liveStreamStatus', ...fields, width: 1280, height: 720, speed: 1.003 },
  { action: 'liveStreamEnded', ...fields },
];
const recording = [{ action: 'vodReady', vodId: '8f2kQ0rWcV1nT5yBz7LmXa93', duration: 94_211 }];

const folder = useTempFolder('announcement-cost');

/** Records these hooks of each stream in the embedded database, and returns the writes that invoke the announcer. */
async function recordHooks(...loads: (readonly object[])[]): Promise<TableChange[][]> {
  const database = await startDatabase(folder);
  const table = new Table(connect(database.endpoint), STREAMS_TABLE);
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  const writes: TableChange[][] = [];
  for (const [load, hooks] of loads.entries()) {
    for (const [second, hook] of hooks.entries()) {
      const timestamp = NOW + (load * 10 + second) * 1_000;
      for (let n = 0; n < STREAMS; n++)
        await recorder.record(table, buildEvent({ ...hook, id: `cam-${n}`, timestamp }));
    }
    const records = (await database.journal?.read()) ?? [];
    await database.journal?.remove(records);
    writes.push(records.map(({ change }) => change));
  }
  await database.close();
  return writes;
}

/** Counts what the announcer does with these writes, so many in an invocation. */
function countsOf(writes: readonly TableChange[], batch: number) {
  const memory = new DescriptionMemory();
  const announced = Array.from({ length: Math.ceil(writes.length / batch) }, (_, n) =>
    toAnnouncements(writes.slice(n * batch, (n + 1) * batch), memory, (_change, error) => expect.fail(String(error))),
  );
  const lengths = announced.flat().map((announcement) => JSON.stringify(announcement).length);
  return {
    announcements: lengths.length,
    invocations: announced.length,
    requests: announced.reduce((sum, some) => sum + toBatches(some).length, 0),
    bytes: Math.max(...lengths),
  };
}

test('the counts and the dollars of announcements in docs/operations.md follow from the writes of hooks', async () => {
  const [sessions = [], recordings = []] = await recordHooks(session, recording);
  const counted: [string, TableChange[], number][] = [
    ['starts and ends, seconds apart', sessions, 1],
    ['recordings, seconds apart', recordings, 1],
    ['starts, ends and recordings, seconds apart', [...sessions, ...recordings], 1],
    ['the same, 100 writes at once', [...sessions, ...recordings], BATCH],
  ];
  const expected = counted.map(([label, writes, batch]) => {
    const counts = countsOf(writes, batch);
    const { events, requests, compute, total } = computeAnnouncementBill(counts);
    const dollars = [events, requests, compute, total].map((part) => part.toFixed(2));
    return { label, cells: [counts.announcements, counts.invocations, counts.requests, ...dollars].map(String) };
  });
  expect(rows).toEqual(expected);
});
