import { readSample, samplesQuery } from '../table/health-sample.ts';
import type { OneStream } from './rows.ts';
import { broughtJson } from './stream-json.ts';

/** What counts as the last hour, in ms. */
const LAST_MS = 3_600_000;

/** The health of a stream in the last hour, at most one sample a minute, the newest first. Samples that are older wait for their deletion. */
export async function listHealth({ table, app, id, now }: OneStream) {
  const since = now - LAST_MS;
  const { items } = await table.query(samplesQuery(app, id, since));
  return items
    .map(readSample)
    .filter(({ at }) => at > since)
    .map(broughtJson);
}
