import { MAX_RETRY_MS, type ServerEvent, type StreamEvent } from '../stream/hook.ts';
import { expiry } from './history.ts';
import { firstCopyKey } from './keys.ts';
import { numberIn } from './state-item.ts';
import type { Condition, Table } from './table.ts';

/**
 * An event whose clock is fast, at the time when the first copy of its bytes was received, a minute ago at most: a retry is
 * the same event then. The first copy leaves a row that tells; whoever comes at once with it asks for that row.
 */
export async function atFirstCopy<T extends StreamEvent | ServerEvent>(
  table: Table,
  partition: string,
  event: T,
  historyDays: number,
): Promise<T> {
  const { fastClock, receivedAt } = event;
  const key = firstCopyKey(partition, event.identity);
  const row = { ...key, receivedAt: { N: String(receivedAt) }, expiresAt: { N: expiry(receivedAt, historyDays) } };
  if (fastClock === 'yes' && (await table.put(row, unlessCopied(receivedAt)))) return event;
  const first = numberIn((await table.get(key, true)) ?? {}, 'receivedAt');
  const isRetry = first !== null && Math.abs(receivedAt - first) <= MAX_RETRY_MS;
  return isRetry ? { ...event, at: first } : event;
}

/** Unless a copy is known that is not older than a retry may be. */
const unlessCopied = (receivedAt: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR receivedAt < :first',
  ExpressionAttributeValues: { ':first': { N: String(receivedAt - MAX_RETRY_MS) } },
});
