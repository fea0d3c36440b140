import type { PagePath, Query, QueryArguments } from '../../client/api-types.ts';
import { followCursor, MAX_PAGE } from '../../client/follow-cursor.ts';
import type { ReadApiClient } from '../streams/read-api-client.ts';
import { getPersistently } from './get-persistently.ts';

/** One page of a list of the read API. */
interface RowsPage<Row> {
  readonly rows: readonly Row[];
  readonly cursor: string | null;
  /** From when on the receiver has all rows, in ms since the epoch; null where it does not say so. */
  readonly completeSince: number | null;
}

/** Reads all pages of a list of the read API by cursor; `member` is the name of the list in the answer. */
export function readPages<Row, P extends PagePath = PagePath>(
  api: ReadApiClient,
  path: P,
  member: string,
  parameters: Query<P>,
): AsyncGenerator<RowsPage<Row>, void> {
  return followCursor(async (cursor): Promise<RowsPage<Row>> => {
    const query = [{ limit: MAX_PAGE, ...parameters, cursor }] as unknown as QueryArguments<P>; // each list takes both
    const page: { body: unknown; headers: Headers } = await getPersistently(api, path, ...query);
    const body = page.body as Record<string, unknown>; // it comes from this project's reader
    return {
      rows: body[member] as Row[],
      cursor: body.cursor as string | null,
      completeSince: completeSinceOf(page.headers),
    };
  });
}

/** Returns the size of the pages for some rows. */
export const pageLimit = (rows: number): number => Math.min(MAX_PAGE, rows);

function completeSinceOf(headers: Headers): number | null {
  const at = Date.parse(headers.get('complete-since') ?? '');
  return Number.isNaN(at) ? null : at;
}
