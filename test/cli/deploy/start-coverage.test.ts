import { describe, expect, test } from 'vitest';
import { startCoverage } from '../../../cli/deploy/start-coverage.ts';
import { readCoverage } from '../../../lambda/table/coverage.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useEngine } from '../../table/engine.ts';
import { buildEvent } from '../../table/event.builder.ts';

describe('startCoverage', () => {
  const [empty, unlisted, used] = [useEngine(), useEngine(), useEngine()];
  const start = ({ client }: ReturnType<typeof empty>, BY_DAY: string) =>
    startCoverage(client, STREAMS_TABLE, async () => ({ BY_DAY, HISTORY_DAYS: '62' }));

  test('notes that the index of an empty table has everything', async () => {
    await start(empty(), 'true');
    expect(await readCoverage(empty().streams)).toEqual({ since: 0, historyDays: 62 });
  });

  test('notes without byDay that it lists no history', async () => {
    await start(unlisted(), 'false');
    expect(await readCoverage(unlisted().streams)).toEqual({ since: null, historyDays: 62 });
  });

  test('notes nothing in a table with rows', async () => {
    const recorder = new Recorder({ historyDays: 62, keepHeartbeats: false, healthHistory: true, byDay: true });
    await recorder.record(used().streams, buildEvent({ action: 'liveStreamStarted', id: 'cam-1' }));
    await start(used(), 'true');
    expect(await readCoverage(used().streams)).toBeUndefined();
  });
});
