import { isUnexpired } from '../table/rows/expiry.ts';
import { type HealthSample, readHealthSampleRow, samplesQuery } from '../table/rows/health-sample-row.ts';
import { toHealthJson } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** The samples of this long before the latest heartbeat are listed, in ms by the media server's clock. */
const HEALTH_HISTORY_MS = 3_600_000;

/** Reads the unexpired samples of a stream's health, newest first. */
export async function readSamples({ table, app, id, now }: StreamRef): Promise<HealthSample[]> {
  const { items } = await table.query(samplesQuery(app, id));
  return items.filter((row) => isUnexpired(row, now)).map(readHealthSampleRow);
}

/** Returns the health of the hour before the latest heartbeat. */
export function toHealthHistoryJson(samples: readonly HealthSample[], latestAt: number) {
  return samples
    .filter(({ health }) => health.at > latestAt - HEALTH_HISTORY_MS)
    .map(({ health, receivedAt }) => toHealthJson(health, receivedAt));
}
