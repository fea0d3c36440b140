import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { emptyState, fold } from '../lambda/stream/state.ts';
import { toEventRow } from '../lambda/table/rows/event-row.ts';
import { toStateRow } from '../lambda/table/rows/state-row.ts';
import type { Item } from '../lambda/table/table.ts';
import { STREAMS_TABLE } from '../local/database/embedded-tables.ts';
import { buildEvent } from '../test/table/event.builder.ts';
import { APP } from './hooks.ts';

/** DynamoDB's limit for one BatchWriteItem. */
const MAX_BATCH_ITEMS = 25;
const WRITERS = 8;

/** Generates the states of streams that started within the last minutes, one after the other. */
export function* generateStreams(count: number, now: number): Generator<Item> {
  for (let n = 0; n < count; n++) {
    const id = `other-${n}`;
    const timestamp = now - 600_000 - n;
    const event = buildEvent({ action: 'liveStreamStarted', id, timestamp, streamName: `Camera ${n}` }, APP, now);
    yield toStateRow(APP, id, { state: fold(emptyState, event), version: 1, heartbeatReceivedAt: null });
  }
}

/** Generates the states of streams that ended, one every 100 ms up to an hour ago, each with the rows of its session. */
export function* generateEndedStreams(count: number, historyDays: number, now: number): Generator<Item> {
  for (let n = 0; n < count; n++) {
    const id = `gone-${n}`;
    const endedAt = now - 3_600_000 - n * 100;
    const build = (action: string, timestamp: number) =>
      buildEvent({ action, id, timestamp, streamName: `Camera ${n}` }, APP, now);
    const events = [build('liveStreamStarted', endedAt - 60_000), build('liveStreamEnded', endedAt)];
    const boundaries = events.map(({ at }, index) => ({ kind: index === 0 ? 'started' : 'ended', at }) as const);
    const state = events.reduce((folded, event) => fold(folded, event, boundaries), emptyState);
    yield toStateRow(APP, id, { state, version: 2, heartbeatReceivedAt: null });
    for (const event of events) yield toEventRow(event, historyDays, true);
  }
}

/** Generates the rows of a stream that started and ended repeatedly, newest first, up to an hour ago. */
export function* generateHistory(id: string, historyDays: number, count: number, now: number): Generator<Item> {
  for (let n = 0; n < count; n++) {
    const action = n % 2 === 0 ? 'liveStreamEnded' : 'liveStreamStarted';
    const timestamp = now - 3_600_000 - n * 1_000;
    yield toEventRow(buildEvent({ action, id, timestamp, streamName: 'Front door' }, APP, now), historyDays, true);
  }
}

/** Writes items without the receiver: a million hooks would take hours. */
export async function fillTable(client: DynamoDBClient, items: Generator<Item>): Promise<void> {
  const writeBatches = async () => {
    for (let batch = [...take(items, MAX_BATCH_ITEMS)]; batch.length > 0; batch = [...take(items, MAX_BATCH_ITEMS)]) {
      const puts = batch.map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [STREAMS_TABLE]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writeBatches));
}

function* take<T>(items: Generator<T>, count: number): Generator<T> {
  for (let n = 0; n < count; n++) {
    const { value, done } = items.next();
    if (done) return;
    yield value;
  }
}
