import type { StreamEvent } from '../../stream/event.ts';
import type { LwwRegister } from '../../stream/lww-register.ts';
import type { Health, WithAction } from '../../stream/values.ts';
import { json, number, readJson, readNumber } from '../attributes.ts';
import { rowsQuery } from '../queries.ts';
import { sampleKey, streamPartition } from '../row-keys.ts';
import type { Item, Query } from '../table.ts';
import { expiry } from './expiry.ts';

/** Samples are stored for 25 hours (ms): the last hour of a stream that has ended stays readable for a day. */
const SAMPLE_TTL_MS = 25 * 3_600_000;

/** The measurements of one heartbeat. */
export interface HealthSample {
  readonly health: LwwRegister<WithAction & Health>;
  /** In ms since the epoch; null in samples that 0.2.0 wrote. */
  readonly receivedAt: number | null;
}

export function toHealthSampleRow({ app, id, at, receivedAt, values }: StreamEvent): Item {
  return {
    ...sampleKey(app, id, at),
    health: json(values.health),
    healthAt: number(at),
    receivedAt: number(receivedAt),
    expiresAt: expiry(receivedAt + SAMPLE_TTL_MS),
  };
}

export function readHealthSampleRow(row: Item): HealthSample {
  return {
    health: { value: readJson<WithAction & Health>(row, 'health'), at: readNumber(row, 'healthAt') ?? 0 },
    receivedAt: readNumber(row, 'receivedAt'),
  };
}

/** An hour that begins within a minute ends within another. */
const MAX_SAMPLES_PER_HOUR = 61;

/** Returns the query for the newest samples, at most an hour's. */
export function samplesQuery(app: string, id: string): Query {
  return { ...rowsQuery(streamPartition(app, id), 'health'), Limit: MAX_SAMPLES_PER_HOUR };
}
