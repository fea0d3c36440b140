import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { openedByPresumedEnd } from '../../lambda/stream/opened.ts';
import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { isStored } from '../../lambda/table/rows/expiry.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item, Table } from '../../lambda/table/table.ts';
import { useEngine } from './engine.ts';
import { buildEvent, RECEIVED_AT } from './event.builder.ts';
import { InMemoryTable } from './in-memory-table.ts';

const HOUR = 3_600_000;
const HISTORY_DAYS = 30;
const retention = { keepHeartbeats: false, healthHistory: false, byDay: true };

/** An event at a time, in hours since the first one: started, ended, heartbeat, or an end that the receiver presumes. */
type Timed = readonly [kind: 's' | 'e' | 'h' | 'p', hours: number];

const clock = (hours: number): number => RECEIVED_AT + Math.round(hours * HOUR);
const actions = { s: 'liveStreamStarted', e: 'liveStreamEnded', h: 'liveStreamStatus' } as const;

/** Records an event when it happens, in another process. */
async function record(table: Table, [kind, hours]: Timed, historyDays = HISTORY_DAYS): Promise<void> {
  const at = clock(hours);
  if (kind !== 'p') {
    await new Recorder({ ...retention, historyDays }).record(table, eventOf(actions[kind], at));
    return;
  }
  const { state } = readStateRow(await table.get(stateKey('LiveApp', 'cam'), true));
  const end: PresumedEnd = { app: 'LiveApp', id: 'cam', at, cause: 'silence', receivedAt: at + 300_000 };
  await recordPresumedEnd(table, { ...end, opened: openedByPresumedEnd(end, state) }, historyDays, true);
}

const eventOf = (action: string, at: number): StreamEvent =>
  buildEvent({ action, id: 'cam', timestamp: at }, 'LiveApp', at);

/** Reads the sessions that are listed at an hour, oldest first, as text such as `0–30 ended`. */
async function sessionsAt(table: Table, hours: number): Promise<string[]> {
  const stream = await describeStream({ table, app: 'LiveApp', id: 'cam', now: clock(hours) });
  const hour = (iso: string | null) => (iso === null ? '' : String((Date.parse(iso) - RECEIVED_AT) / HOUR));
  const sessions = stream?.sessions ?? [];
  return sessions
    .toReversed()
    .map(({ startedAt, endedAt, endReason }) => `${hour(startedAt)}–${hour(endedAt)} ${endReason ?? 'open'}`);
}

/** A table in memory that deletes what has expired, as DynamoDB does, or keeps it for a while. */
class ExpiringTable extends InMemoryTable {
  readonly rows: Item[] = [];

  protected override store(item: Item, before: Item | undefined): void {
    super.store(item, before);
    if (before === undefined) this.rows.push(item);
  }

  async expire(now: number): Promise<void> {
    const stored = await this.getBatch(this.rows);
    for (const row of stored.items) if (!isStored(row, now)) await this.delete(row);
  }
}

describe('a long session', () => {
  const engine = useEngine();
  const days = HISTORY_DAYS * 24;

  test.each<{ events: Timed[]; at: number; sessions: string[] }>([
    { events: [['s', 0], ['e', days + 100]], at: days + 200, sessions: [`0–${days + 100} ended`] },
    { events: [['s', 0], ['s', days + 100]], at: days + 200, sessions: [`0–${days + 100} superseded`, `${days + 100}– open`] },
    { events: [['s', 0], ['h', days + 100], ['p', days + 100], ['s', days + 150]], at: days + 200, sessions: [`0–${days + 100} presumedEnded`, `${days + 150}– open`] },
    { events: [['s', 0], ['h', 10], ['p', 10], ['h', 11], ['s', days + 100]], at: days + 200, sessions: [`0–${days + 100} superseded`, `${days + 100}– open`] },
    { events: [['s', 0], ['e', 26], ['s', 27], ['e', 28]], at: days + 26.5, sessions: ['27–28 ended'] },
    { events: [['s', 0], ['e', 26], ['s', 27], ['e', 28]], at: days + 25.5, sessions: ['0–26 ended', '27–28 ended'] },
  ])('is listed with its start until the row of its end expires ($events at $at h)', async ({ events, at, sessions }) => {
    const table = new ExpiringTable();
    for (const event of events) await record(table, event);
    expect(await sessionsAt(table, at)).toEqual(sessions);
    await table.expire(clock(at));
    expect(await sessionsAt(table, at)).toEqual(sessions);
  }); // biome-ignore format: a row each

  test('has its start in the row of its end, written by one more command', async () => {
    for (const [kind, hours, opened] of [['s', 0], ['e', 25, 0], ['s', 26], ['s', 51, 26], ['e', 74.9]] as const) {
      await record(engine().streams, [kind, hours]);
      const rows = await engine().streams.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'stream#LiveApp#cam' } },
      });
      const row = rows.items.find(({ sk }) => sk?.S?.startsWith(`lifecycle#${String(clock(hours)).padStart(15, '0')}`));
      expect(row?.opened?.N).toBe(opened === undefined ? undefined : String(clock(opened)));
    } // biome-ignore format: one line
  });

  test('has its start again when the process died before it was written, and the hook comes again', async () => {
    class DyingTable extends InMemoryTable {
      isDying = false;
      override async update(...[key, update]: Parameters<Table['update']>): Promise<boolean> {
        if (this.isDying && update.UpdateExpression?.includes('opened')) throw new Error('the process has died');
        return super.update(key, update);
      }
    }
    for (const kind of ['e', 's'] as const) {
      const table = new DyingTable();
      await record(table, ['s', 0]);
      table.isDying = true;
      await expect(record(table, [kind, 48])).rejects.toThrow('the process has died');
      table.isDying = false;
      await record(table, [kind, 48]);
      await table.delete(eventKeyOf('liveStreamStarted', 0));
      expect((await sessionsAt(table, 49))[0]).toMatch(/^0–48/);
    }
  });
});

const eventKeyOf = (action: string, hours: number): Item => ({
  pk: { S: 'stream#LiveApp#cam' },
  sk: { S: `lifecycle#${String(clock(hours)).padStart(15, '0')}#0#${eventOf(action, clock(hours)).idempotencyKey}` },
});

describe('sessions in order', () => {
  const gap = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: HISTORY_DAYS * 24 + 60 }));
  const steps = fc.array(fc.tuple(fc.constantFrom('s', 'e', 'p', 's', 'e'), gap), { minLength: 1, maxLength: 10 });

  const whenRowsExpire = fc.integer({ min: HISTORY_DAYS * 24 - 60, max: HISTORY_DAYS * 24 + 2 });
  const later = fc.oneof(fc.integer({ min: 1, max: 2_000 }), whenRowsExpire);

  test('are each listed, as all events make them, from their end until the history is over', async () => {
    const holds = async (list: readonly ['s' | 'e' | 'p', number][], later: number) => {
      const table = new ExpiringTable();
      const whole = new InMemoryTable(); // in which nothing expires
      const ends = new Map<string, number>();
      let hours = 0;
      for (const [kind, after] of list) {
        hours += after;
        await table.expire(clock(hours));
        for (const event of kind === 'p' ? (['h', 'p'] as const) : [kind]) {
          await record(table, [event, hours]);
          await record(whole, [event, hours], 10_000);
        }
        ends.set(String(hours), hours + (kind === 'p' ? 1 / 12 : 0));
      }
      const now = hours + later;
      await table.expire(clock(now));
      const listed = (await sessionsAt(whole, now)).filter((text) => {
        const [, end = ''] = /–([\d.]*)/.exec(text) ?? [];
        return end === '' || now < (ends.get(end) ?? 0) + HISTORY_DAYS * 24;
      });
      expect(await sessionsAt(table, now)).toEqual(listed);
    };
    await fc.assert(fc.asyncProperty(steps, later, holds), { numRuns: 300 });
  });
});
