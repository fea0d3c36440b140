import { MAX_RETRY_MS, type ServerEvent, type StreamEvent } from '../stream/event.ts';
import { number } from './attributes.ts';
import { keyOf } from './row-keys.ts';
import { readFirstCopyRow, toFirstCopyRow } from './rows/first-copy-row.ts';
import type { Condition, Table } from './table.ts';

/**
 * Returns the event; one whose clock is fast with the clock of its first copy, if that came at most a minute ago, since
 * a retry is the same event. The first copy leaves a row with its clock, which later copies read.
 */
export async function withFirstCopyClock<T extends StreamEvent | ServerEvent>(
  table: Table,
  partition: string,
  event: T,
  historyDays: number,
): Promise<T> {
  const isHeartbeat = event.type === 'stream' && event.class === 'heartbeat'; // each is one of its own
  if (event.fastClock === undefined || isHeartbeat) return event;
  const row = toFirstCopyRow(partition, event, historyDays);
  if (await table.put(row, unlessRecentCopy(event.receivedAt))) return event;
  const firstCopy = readFirstCopyRow(await table.get(keyOf(row), true));
  const isRetry = firstCopy !== undefined && Math.abs(event.receivedAt - firstCopy.receivedAt) <= MAX_RETRY_MS;
  return isRetry ? { ...event, at: firstCopy.at } : event;
}

/** Holds unless a copy is known that came recently enough for this one to be its retry. */
const unlessRecentCopy = (receivedAt: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR receivedAt < :first',
  ExpressionAttributeValues: { ':first': number(receivedAt - MAX_RETRY_MS) },
});
