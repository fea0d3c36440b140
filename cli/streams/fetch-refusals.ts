import type { RefusalJson } from '../../lambda/reading/refusal-list.ts';
import type { ReadApiClient } from './read-api-client.ts';

/** Returns the route of the latest 100 rows of refusals, of one app or of all; receivers of older releases do not have it. */
export const refusalsPathOf = (app: string | undefined): string =>
  `/refusals?${new URLSearchParams({ ...(app && { app }), limit: '100' })}`;

/** Fetches the latest refusals, newest first; none from a receiver of an older release. */
export async function fetchRefusals(api: ReadApiClient, app: string | undefined): Promise<readonly RefusalJson[]> {
  const body = await api.get(refusalsPathOf(app));
  if (typeof body !== 'object' || body === null || !('refusals' in body)) return [];
  return body.refusals as RefusalJson[]; // it comes from this project's reader
}
