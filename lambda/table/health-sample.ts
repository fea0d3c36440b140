import type { StreamEvent } from '../stream/hook.ts';
import type { Register } from '../stream/register.ts';
import type { Brought, Health } from '../stream/values.ts';
import { minuteOf, sampleKey, sampleSortKey, streamPartition } from './keys.ts';
import { numberIn } from './state-item.ts';
import type { Item, Query, Table } from './table.ts';

/** For how long a sample is kept, in ms: it is told for an hour, whatever the clock of its media server is worth. */
const KEPT_MS = 7_200_000;

/**
 * Keeps a heartbeat as its minute's sample when it is the first of it, as the heartbeat before it tells: its clock (ms since
 * the epoch), null when there was none. Whoever wrote a heartbeat into the state knows that one, and nobody else does.
 */
export async function keepSample(table: Table, event: StreamEvent, before: number | null): Promise<void> {
  if (before !== null && minuteOf(before) === minuteOf(event.at)) return;
  await table.put({
    ...sampleKey(event.app, event.id, event.at),
    health: { S: JSON.stringify(event.values.health) },
    healthAt: { N: String(event.at) },
    expiresAt: { N: String(Math.ceil((event.receivedAt + KEPT_MS) / 1000)) },
  });
}

/** The samples of a stream from a minute on, that of a clock, newest first: one page holds all that are told. */
export function samplesQuery(app: string, id: string, from: number): Query {
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :end',
    ExpressionAttributeValues: {
      ':pk': { S: streamPartition(app, id) },
      ':from': { S: sampleSortKey(from) },
      ':end': { S: 'health#~' }, // sorts behind every digit
    },
    ScanIndexForward: false,
  };
}

export function readSample(row: Item): Register<Brought & Health> {
  return { value: JSON.parse(row.health?.S ?? '{}'), at: numberIn(row, 'healthAt') ?? 0 };
}
