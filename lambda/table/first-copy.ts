import { MAX_RETRY_MS, type ServerEvent, type StreamEvent } from '../stream/event.ts';
import { expiry } from './history.ts';
import { firstCopyKey } from './keys.ts';
import { numberAttribute } from './state-item.ts';
import type { Condition, Table } from './table.ts';

/**
 * An event; one whose clock is fast, or was when a first copy of its bytes came, a minute ago at most, at the time of that copy,
 * since a retry is the same event. The copy that is kept first leaves a row with its time; those that come after read it.
 */
export async function withFirstCopyClock<T extends StreamEvent | ServerEvent>(
  table: Table,
  partition: string,
  event: T,
  historyDays: number,
): Promise<T> {
  const isHeartbeat = event.type === 'stream' && event.class === 'heartbeat'; // each is one of its own
  if (event.fastClock === undefined || isHeartbeat) return event;
  const { receivedAt } = event;
  const key = firstCopyKey(partition, event.idempotencyKey);
  const clocks = { receivedAt: { N: String(receivedAt) }, at: { N: String(event.at) } };
  const row = { ...key, ...clocks, expiresAt: { N: expiry(receivedAt, historyDays) } };
  if (await table.put(row, unlessRecentCopy(receivedAt))) return event;
  const firstCopy = (await table.get(key, true)) ?? {};
  const isRetry = Math.abs(receivedAt - (numberAttribute(firstCopy, 'receivedAt') ?? Number.NaN)) <= MAX_RETRY_MS;
  return isRetry ? { ...event, at: numberAttribute(firstCopy, 'at') ?? event.at } : event;
}

/** Unless a copy is known that is not older than a retry may be. */
const unlessRecentCopy = (receivedAt: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR receivedAt < :first',
  ExpressionAttributeValues: { ':first': { N: String(receivedAt - MAX_RETRY_MS) } },
});
