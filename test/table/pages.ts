/** Every page of a list, each asked for with the cursor of the one before, as a client has it. */
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

/** Where a cursor says that a page ended. */
export function positionIn(cursor: string | null | undefined): string | undefined {
  return cursor ? Buffer.from(cursor, 'base64url').toString() : undefined;
}
