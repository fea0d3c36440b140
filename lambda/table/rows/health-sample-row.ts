import type { StreamEvent } from '../../stream/event.ts';
import type { LwwRegister } from '../../stream/lww-register.ts';
import type { Health, WithAction } from '../../stream/values.ts';
import { sampleKey } from '../keys.ts';
import type { Item } from '../table.ts';
import { json, number, readJson, readNumber } from './attributes.ts';
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
