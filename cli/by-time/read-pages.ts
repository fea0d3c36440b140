import type { PagePath, Query, QueryArguments } from '../../client/api-types.ts';
import type { ReadApiClient } from '../streams/read-api-client.ts';
import { getPersistently } from './get-persistently.ts';

/** One page of a list of the read API. */
export interface RowsPage<Row> {
  readonly rows: readonly Row[];
  /** From when on the receiver has all rows, in ms since the epoch; null where it does not say so. */
  readonly completeSince: number | null;
}

/** The largest page of the read API, in rows. */
const MAX_PAGE = 100;

/** Reads all pages of a list of the read API by cursor; `member` is the name of the list in the answer. */
export async function* readPages<Row, P extends PagePath = PagePath>(
  api: ReadApiClient,
  path: P,
  member: string,
  parameters: Query<P>,
): AsyncGenerator<RowsPage<Row>> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = [{ limit: MAX_PAGE, ...parameters, cursor }] as unknown as QueryArguments<P>; // each list takes both
    const page: { body: unknown; headers: Headers } = await getPersistently(api, path, ...query);
    const body = page.body as Record<string, unknown>; // it comes from this project's reader
    yield { rows: body[member] as Row[], completeSince: completeSinceOf(page.headers) };
    cursor = body.cursor as string | null;
  }
}

/** Returns the size of the pages for some rows. */
export const pageLimit = (rows: number): number => Math.min(MAX_PAGE, rows);

function completeSinceOf(headers: Headers): number | null {
  const at = Date.parse(headers.get('complete-since') ?? '');
  return Number.isNaN(at) ? null : at;
}
