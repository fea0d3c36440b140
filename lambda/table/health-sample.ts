import type { StreamEvent } from '../stream/event.ts';
import type { LwwRegister } from '../stream/lww-register.ts';
import type { Health, WithAction } from '../stream/values.ts';
import { rowsQuery } from './history.ts';
import { sampleKey, startOfMinute, streamPartition } from './keys.ts';
import { numberAttribute } from './state-item.ts';
import type { Item, Query, Table } from './table.ts';

/** For how long a sample is kept, in ms: the last hour of a stream that has ended can be looked at for a day. */
const SAMPLE_TTL_MS = 25 * 3_600_000;

/**
 * Keeps a heartbeat as its minute's sample when it is the first of it, as the heartbeat before it tells: its clock (ms since
 * the epoch), null when there was none. Whoever wrote a heartbeat into the state knows that one, and nobody else does.
 */
export async function writeSample(table: Table, event: StreamEvent, previousAt: number | null): Promise<void> {
  if (previousAt !== null && startOfMinute(previousAt) === startOfMinute(event.at)) return;
  await table.put({
    ...sampleKey(event.app, event.id, event.at),
    health: { S: JSON.stringify(event.values.health) },
    healthAt: { N: String(event.at) },
    receivedAt: { N: String(event.receivedAt) },
    expiresAt: { N: String(Math.ceil((event.receivedAt + SAMPLE_TTL_MS) / 1000)) },
  });
}

/** As many samples as an hour can have, the newest first. */
export function samplesQuery(app: string, id: string): Query {
  return { ...rowsQuery(streamPartition(app, id), 'health'), Limit: MAX_SAMPLES_PER_HOUR };
}

/** An hour that begins within a minute ends within another. */
const MAX_SAMPLES_PER_HOUR = 61;

/** What a heartbeat measured, with its clock, and when it was received: null in samples that 0.2.0 wrote. */
export interface HealthSample {
  readonly health: LwwRegister<WithAction & Health>;
  readonly receivedAt: number | null;
}

export function readSampleRow(row: Item): HealthSample {
  return {
    health: { value: JSON.parse(row.health?.S ?? '{}'), at: numberAttribute(row, 'healthAt') ?? 0 },
    receivedAt: numberAttribute(row, 'receivedAt'),
  };
}
