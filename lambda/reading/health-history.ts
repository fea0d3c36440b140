import { readSample, samplesQuery } from '../table/health-sample.ts';
import { isListed } from '../table/history.ts';
import type { OneStream } from './rows-until.ts';
import { healthJson } from './stream-json.ts';

/** How long before the latest heartbeat (its clock, in ms) a sample is told. */
const TOLD_MS = 3_600_000;

/** The samples of a stream's health that are not deleted, or about to be, the newest first. */
export async function readSamples({ table, app, id, now }: OneStream) {
  const { items } = await table.query(samplesQuery(app, id));
  return items.filter((row) => isListed(row, now)).map(readSample);
}

/** The health of the hour before the latest heartbeat, by the media server's clock, whatever that is worth. */
export function healthHistoryJson(samples: Awaited<ReturnType<typeof readSamples>>, latestAt: number) {
  return samples
    .filter(({ health }) => health.at > latestAt - TOLD_MS)
    .map(({ health, receivedAt }) => healthJson(health, receivedAt));
}
