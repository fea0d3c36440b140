/** The largest page of a list, in rows. */
export const MAX_PAGE = 100;

/** Yields a list of the read API page by page; a page without rows may have a cursor. The first request has no cursor. */
export async function* followCursor<Page extends { readonly cursor: string | null }>(
  request: (cursor: string | undefined) => Promise<Page>,
): AsyncGenerator<Page, void> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page = await request(cursor);
    yield page;
    cursor = page.cursor;
  }
}
