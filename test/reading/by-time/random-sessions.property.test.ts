import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedApps } from '../../../lambda/reading/apps.ts';
import { listAllSessions } from '../../../lambda/reading/by-time/list-all-sessions.ts';
import { describeStream } from '../../../lambda/reading/stream.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { RECEIVED_AT } from '../../table/event.builder.ts';
import { InMemoryTable } from '../../table/in-memory-table.ts';
import { positionIn } from '../../table/pages.ts';
import { arbitraryHappenings, FIRST_MIDNIGHT, recordHappenings, streamIds } from '../../table/random-streams.ts';

const RUNS = Number(process.env.STORE_RUNS ?? 300);

test('the sessions of random streams are listed over all streams once, with as few rows a page as can be', async () => {
  const recorder = new Recorder({ historyDays: 62, keepHeartbeats: false, healthHistory: false, byDay: true });
  const cases = fc.tuple(arbitraryHappenings(50), fc.integer({ min: 1, max: 3 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([happenings, limit]) => {
      const [table, app] = [new InMemoryTable(), 'LiveApp'];
      await recordHappenings(table, recorder, app, happenings, 1);
      const own = await Promise.all(
        streamIds.map(async (id) => {
          const stream = await describeStream({ table, app, id, now: RECEIVED_AT });
          const ended = stream?.sessions.filter(({ endedAt }) => endedAt !== null) ?? [];
          return ended.map((session) => JSON.stringify({ app, id, streamName: stream?.name, ...session }));
        }),
      );
      const listed: string[] = [];
      const period = { from: FIRST_MIDNIGHT - 86_400_000, to: FIRST_MIDNIGHT + 5 * 86_400_000 };
      let cursor: string | null | undefined;
      do {
        const query = { apps: fixedApps(app), period, prefix: '', limit, before: positionIn(cursor) };
        const page = await listAllSessions(table, query, RECEIVED_AT);
        listed.push(...page.sessions.map((session) => JSON.stringify(session)));
        cursor = page.cursor;
      } while (cursor !== null);
      expect(listed.sort()).toEqual(own.flat().sort());
    }),
    { numRuns: RUNS },
  );
});
