import { MAX_PAGE } from '../../client/follow-cursor.ts';
import type { RefusalPage } from '../../words/refusals-of-hour.ts';
import type { ReadApiClient } from './read-api-client.ts';

/** A page without refusals. */
export const noRefusals: RefusalPage = { refusals: [], cursor: null };

/** Fetches the latest refusals, of one app or of all, newest first; none from a receiver of an older release. */
export async function fetchRefusals(api: ReadApiClient, app: string | undefined): Promise<RefusalPage> {
  return (await api.get('/refusals', { app, limit: MAX_PAGE })) ?? noRefusals;
}
