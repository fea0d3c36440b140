/** Reads every page of a list, each with the cursor of the previous one, as a client does. */
export async function readAllPages<Page extends { cursor: string | null }>(
  ask: (before: string | undefined) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await ask(positionIn(cursor));
    pages.push(page);
    cursor = page.cursor;
  } while (cursor !== null);
  return pages;
}

/** Returns the position that a cursor encodes. */
export function positionIn(cursor: string | null | undefined): string | undefined {
  return cursor ? Buffer.from(cursor, 'base64url').toString() : undefined;
}
