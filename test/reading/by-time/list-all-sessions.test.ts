import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedApps } from '../../../lambda/reading/apps.ts';
import { listAllSessions } from '../../../lambda/reading/by-time/list-all-sessions.ts';
import { describeStream } from '../../../lambda/reading/stream.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { eventKey } from '../../../lambda/table/rows/event-row.ts';
import type { Table } from '../../../lambda/table/table.ts';
import { buildEvent, RECEIVED_AT } from '../../table/event.builder.ts';
import { InMemoryTable } from '../../table/in-memory-table.ts';
import { positionIn } from '../../table/pages.ts';
import { arbitraryHappenings, FIRST_MIDNIGHT, recordHappenings, streamIds } from '../../table/random-streams.ts';
import { recordTimed } from '../../table/timed-events.ts';

const RUNS = Number(process.env.STORE_RUNS ?? 100);
const DAY_MS = 86_400_000;
const app = 'LiveApp';
const recorder = new Recorder({ historyDays: 62, keepHeartbeats: false, healthHistory: false, byDay: true });

/** Lists the sessions over all streams, so many a page, as JSON. */
async function listSessions(table: Table, limit: number, now = RECEIVED_AT): Promise<string[]> {
  const listed: string[] = [];
  const period = { from: FIRST_MIDNIGHT - DAY_MS, to: now };
  let cursor: string | null | undefined;
  do {
    const query = { apps: fixedApps(app), period, prefix: '', limit, before: positionIn(cursor) };
    const page = await listAllSessions(table, query, now);
    listed.push(...page.sessions.map((session) => JSON.stringify(session)));
    cursor = page.cursor;
  } while (cursor !== null);
  return listed;
}

/** Lists the sessions of streams that have ended, as JSON. */
async function ownSessions(table: Table, ids: readonly string[], now = RECEIVED_AT): Promise<string[]> {
  const own = ids.map(async (id) => {
    const stream = await describeStream({ table, app, id, now });
    const ended = stream?.sessions.filter(({ endedAt }) => endedAt !== null) ?? [];
    return ended.map((session) => JSON.stringify({ app, id, streamName: stream?.name, ...session }));
  });
  return (await Promise.all(own)).flat();
}

test('the sessions of random streams are listed over all streams once, with as few rows a page as can be', async () => {
  const cases = fc.tuple(arbitraryHappenings(50), fc.integer({ min: 1, max: 3 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([happenings, limit]) => {
      const table = new InMemoryTable();
      await recordHappenings(table, recorder, app, happenings, 1);
      expect((await listSessions(table, limit)).sort()).toEqual((await ownSessions(table, streamIds)).sort());
    }),
    { numRuns: RUNS },
  );
});

test.each([
  {
    what: 'many starts of one clock end the session before',
    events: 's0 e10 s100 s200 s200 s200 s200 s200 s200 s200 s200',
  },
  {
    what: 'the presumed end is at the clock of the oldest row that is read',
    events: 's0 e10 s20 e30 s60 s60 h60 p60 s200 s200',
  },
  { what: 'a later presumed end is not on the page', events: 's0 h60 p60 h70 p70 s200 s200 s200 e300' },
  {
    what: 'a run of ends, each within 10 s of the next, is longer than a page',
    events: [...Array(150).keys()].map((n) => `e${3 * n}`).join(' '),
  },
])('the sessions of a stream are those of its own list where $what', async ({ events }) => {
  const table = new InMemoryTable();
  for (const [copy, event] of events.split(' ').entries()) await recordTimed(table, 'cam', event, { copy });
  expect(await listSessions(table, 1)).toEqual(await ownSessions(table, ['cam']));
});

test('a session of months is listed with its start, whose row has expired', async () => {
  const table = new InMemoryTable();
  const [start, end] = [FIRST_MIDNIGHT, FIRST_MIDNIGHT + 90 * DAY_MS];
  const hooks = [
    { action: 'liveStreamEnded', timestamp: start - 50_000 },
    { action: 'liveStreamStarted', timestamp: start },
    { action: 'liveStreamEnded', timestamp: end },
    { action: 'liveStreamStarted', timestamp: end + 60_000 },
  ].map((hook) => buildEvent({ id: 'cam', ...hook }, app, hook.timestamp));
  for (const hook of hooks) await recorder.record(table, hook);
  for (const hook of hooks.slice(0, 2)) await table.delete(eventKey(hook));
  const [session, ...others] = await listSessions(table, 5, end + DAY_MS);
  expect(others).toEqual([]);
  expect(JSON.parse(session ?? '')).toMatchObject({ durationMs: 90 * DAY_MS, endReason: 'ended' });
});
