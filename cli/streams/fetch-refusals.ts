import type { RefusalPage } from '../../words/refusals-of-hour.ts';
import type { ReadApiClient } from './read-api-client.ts';

/** Returns the route of the latest 100 rows of refusals, of one app or of all; receivers of older releases do not have it. */
export const refusalsPathOf = (app: string | undefined): string =>
  `/refusals?${new URLSearchParams({ ...(app && { app }), limit: '100' })}`;

/** A page without refusals. */
export const noRefusals: RefusalPage = { refusals: [], cursor: null };

/** Fetches the latest refusals, newest first; none from a receiver of an older release. */
export async function fetchRefusals(api: ReadApiClient, app: string | undefined): Promise<RefusalPage> {
  const body = await api.get(refusalsPathOf(app));
  if (typeof body !== 'object' || body === null || !('refusals' in body)) return noRefusals;
  return body as RefusalPage; // it comes from this project's reader
}
