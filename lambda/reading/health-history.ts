import { readSampleRow, samplesQuery } from '../table/health-sample.ts';
import { isUnexpired } from '../table/history.ts';
import type { StreamRef } from './read-rows-until.ts';
import { toHealthJson } from './stream-json.ts';

/** How long before the latest heartbeat (its clock, in ms) a sample is told. */
const HEALTH_HISTORY_MS = 3_600_000;

/** The samples of a stream's health that are not deleted, or about to be, the newest first. */
export async function readSamples({ table, app, id, now }: StreamRef) {
  const { items } = await table.query(samplesQuery(app, id));
  return items.filter((row) => isUnexpired(row, now)).map(readSampleRow);
}

/** The health of the hour before the latest heartbeat, by the media server's clock, whatever that is worth. */
export function toHealthHistoryJson(samples: Awaited<ReturnType<typeof readSamples>>, latestAt: number) {
  return samples
    .filter(({ health }) => health.at > latestAt - HEALTH_HISTORY_MS)
    .map(({ health, receivedAt }) => toHealthJson(health, receivedAt));
}
