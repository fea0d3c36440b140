import type { StreamEvent } from '../stream/event.ts';
import type { Register } from '../stream/lww-register.ts';
import type { Brought, Health } from '../stream/values.ts';
import { rowsQuery } from './history.ts';
import { minuteOf, sampleKey, streamPartition } from './keys.ts';
import { numberIn } from './state-item.ts';
import type { Item, Query, Table } from './table.ts';

/** For how long a sample is kept, in ms: the last hour of a stream that has ended can be looked at for a day. */
const KEPT_MS = 25 * 3_600_000;

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
    receivedAt: { N: String(event.receivedAt) },
    expiresAt: { N: String(Math.ceil((event.receivedAt + KEPT_MS) / 1000)) },
  });
}

/** As many samples as an hour can have, the newest first. */
export function samplesQuery(app: string, id: string): Query {
  return { ...rowsQuery(streamPartition(app, id), 'health'), Limit: SAMPLES_AN_HOUR };
}

/** An hour that begins within a minute ends within another. */
const SAMPLES_AN_HOUR = 61;

/** What a heartbeat measured, with its clock, and when it was received: null in samples that 0.2.0 wrote. */
export interface Sample {
  readonly health: Register<Brought & Health>;
  readonly receivedAt: number | null;
}

export function readSample(row: Item): Sample {
  return {
    health: { value: JSON.parse(row.health?.S ?? '{}'), at: numberIn(row, 'healthAt') ?? 0 },
    receivedAt: numberIn(row, 'receivedAt'),
  };
}
