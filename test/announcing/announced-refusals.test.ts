import { describe, expect, test } from 'vitest';
import { unknownStream } from '../../lambda/announcing/announced-stream.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import type { TableChange } from '../../lambda/announcing/table-change.ts';
import { countedReasons, type RefusalCount } from '../../lambda/stream/refusal.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { startOfHour } from '../../lambda/table/row-keys.ts';
import { buildRefusalCounterRow, buildRefusalRow, MINUTE } from '../reading/refusal-row.builder.ts';
import { buildHook } from '../table/event.builder.ts';
import { ObservedTable, WRITTEN_AT } from './observed-table.ts';
import { expectValid } from './valid-announcement.ts';

/** Announces what the filter passes of a table's writes; each announcement is valid. */
function announce(changes: readonly TableChange[], memory = new DescriptionMemory()) {
  const announcements = toAnnouncements(changes, memory, (_change, error) => {
    throw error;
  });
  for (const announcement of announcements) expectValid(announcement);
  return announcements;
}

/** Writes rows of refusals one after the other. */
async function refuseAll(...refusals: readonly Partial<RefusalCount>[]): Promise<ObservedTable> {
  const table = new ObservedTable();
  for (const refusal of refusals) await table.put(buildRefusalRow(refusal));
  return table;
}

const idsOf = (announcements: ReturnType<typeof announce>) => announcements.map(({ detail }) => detail.eventId);

describe('a refused publisher', () => {
  test('is announced by the row that counts it', async () => {
    const { passed } = await refuseAll({ id: '0/***' });
    expect(announce(passed)).toEqual([
      {
        ...{ source: 'ant-media-webhooks', 'detail-type': 'Publish Refused', time: new Date(WRITTEN_AT).toISOString() },
        detail: {
          ...{
            version: 1,
            eventId: expect.any(String),
            app: 'LiveApp',
            id: '0/***',
            at: new Date(MINUTE).toISOString(),
          },
          ...{ reason: 'noKey', count: 1, stream: unknownStream },
        },
      },
    ]);
  });

  test('is announced once a minute for each stream and reason, however often it tries', async () => {
    const often = Array.from({ length: 20 }, (_, n) => ({ count: n + 1 }));
    const others = [{ id: 'cam-2' }, { reason: 'expired' }, { app: 'studio' }, { at: MINUTE + 60_000 }] as const;
    const { writes, passed } = await refuseAll(...often, ...others, ...others);
    expect(writes).toHaveLength(28);
    expect(new Set(idsOf(announce(passed))).size).toBe(5);
    expect(passed).toHaveLength(5);
  });

  test.each(countedReasons)('has its reason: %s', async (reason) => {
    const { passed } = await refuseAll({ reason });
    expect(announce(passed)).toMatchObject([{ detail: { reason } }]);
  });

  test('is announced without an id beyond the limit of rows, once an hour', async () => {
    const rest = { id: null, at: startOfHour(MINUTE) };
    const { passed } = await refuseAll({ ...rest, count: 1 }, { ...rest, count: 2 });
    expect(announce(passed)).toMatchObject([
      { detail: { id: null, count: 1, at: '2026-11-26T12:00:00.000Z', stream: unknownStream } },
    ]);
  });

  test('of a known stream has its description, and copies have the same id', async () => {
    const table = await refuseAll({ id: 'ü'.repeat(300) }, {});
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
    const hook = { action: 'liveStreamStarted', id: 'cam-1', streamName: 'Harbour', timestamp: MINUTE };
    await recorder.record(table, buildHook(hook, 'LiveApp', MINUTE));
    const memory = new DescriptionMemory();
    const [long, known] = announce(table.passed, memory);
    expect(long?.detail).toMatchObject({ id: 'ü'.repeat(300), stream: unknownStream });
    expect(known?.detail).toMatchObject({ id: 'cam-1', stream: { name: 'Harbour' } });
    expect(idsOf(announce(table.passed)).slice(0, 2)).toEqual(idsOf(announce(table.passed, memory)).slice(0, 2));
  });
});

test('refused players and the rows that count rows are not announced', async () => {
  const table = await refuseAll({ use: 'play' }, { use: 'play', id: null });
  await table.put(buildRefusalCounterRow());
  expect(table.passed).toEqual([]);
  expect(announce(table.writes)).toEqual([]);
});
