import { describe, expect, test } from 'vitest';
import { noteCoverage } from '../../../cli/deploy/note-coverage.ts';
import { readCoverage } from '../../../lambda/table/coverage.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useEngine } from '../../table/engine.ts';
import { buildEvent } from '../../table/event.builder.ts';

describe('noteCoverage', () => {
  const [empty, unlisted, used, switched] = [useEngine(), useEngine(), useEngine(), useEngine()];
  const start = ({ client }: ReturnType<typeof empty>, BY_DAY: string) =>
    noteCoverage(client, STREAMS_TABLE, async () => ({ BY_DAY, HISTORY_DAYS: '62' }));

  test('notes that the index of an empty table has everything', async () => {
    await start(empty(), 'true');
    expect(await readCoverage(empty().streams)).toEqual({ since: 0, historyDays: 62 });
  });

  test('notes without byDay that it lists no history', async () => {
    await start(unlisted(), 'false');
    expect(await readCoverage(unlisted().streams)).toEqual({ since: null, historyDays: 62 });
  });

  test('notes in a table with rows that older ones are not in it, once', async () => {
    const recorder = new Recorder({ historyDays: 62, keepHeartbeats: false, healthHistory: true, byDay: true });
    await recorder.record(used().streams, buildEvent({ action: 'liveStreamStarted', id: 'cam-1' }));
    const began = Date.now();
    await start(used(), 'true');
    const noted = await readCoverage(used().streams);
    expect(noted).toEqual({ since: expect.any(Number), historyDays: 62, unknownBefore: noted?.since });
    expect(noted?.since).toBeGreaterThan(began);
    await start(used(), 'true');
    expect(await readCoverage(used().streams)).toEqual(noted);
  });

  test('notes that byDay is switched off and on, without a sweep', async () => {
    const since = async () => (await readCoverage(switched().streams))?.since;
    for (const BY_DAY of ['true', 'false']) await start(switched(), BY_DAY);
    expect(await since()).toBeNull();
    await start(switched(), 'true');
    expect(await since()).toBeGreaterThan(Date.now());
  });
});
