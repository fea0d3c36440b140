import type { ApiPage, ReadApiClient } from '../streams/read-api-client.ts';
import { getPersistently } from './get-persistently.ts';

/** One page of a list of the read API. */
export interface RowsPage<Row> {
  readonly rows: readonly Row[];
  /** From when on the receiver has all rows, in ms since the epoch; null where it does not say so. */
  readonly completeSince: number | null;
}

/** The parameters of a list; those that are undefined are left out. */
export type ListParameters = Readonly<Record<string, string | undefined>>;

/** The largest page of the read API, in rows. */
const MAX_PAGE = 100;

/** Reads all pages of a list of the read API by cursor; `member` is the name of the list in the answer. */
export async function* readPages<Row>(
  api: ReadApiClient,
  path: string,
  member: string,
  parameters: ListParameters,
): AsyncGenerator<RowsPage<Row>> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const address: string = `${path}?${toQuery({ limit: String(MAX_PAGE), ...parameters, cursor: cursor || undefined })}`;
    const page: ApiPage = await getPersistently(api, address);
    const body = page.body as Record<string, unknown>; // it comes from this project's reader
    yield { rows: body[member] as Row[], completeSince: completeSinceOf(page) };
    cursor = body.cursor as string | null;
  }
}

/** Returns the size of the pages for some rows. */
export const pageLimit = (rows: number): string => String(Math.min(MAX_PAGE, rows));

export function toQuery(parameters: ListParameters): string {
  const entries = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return String(new URLSearchParams(entries));
}

function completeSinceOf({ headers }: ApiPage): number | null {
  const at = Date.parse(headers.get('complete-since') ?? '');
  return Number.isNaN(at) ? null : at;
}
