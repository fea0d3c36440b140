import { expect, test } from 'vitest';
import type { FetchResult } from '../../board/fetch-result.ts';
import { type AnyRequest, requestKey } from '../../board/requests.ts';
import { searchPages } from '../../board/search-pages.ts';
import { buildStream } from '../words/stream.builder.ts';

/** Searches pages with so many finds each; the cursor of a page is the number of the next one. */
async function search(finds: readonly number[], failsAt = finds.length) {
  const asked: string[] = [];
  const load = async (request: AnyRequest): Promise<FetchResult> => {
    asked.push(requestKey(request));
    const page = Number('cursor' in request.query ? (request.query.cursor ?? 0) : 0);
    if (page === failsAt) return { kind: 'unavailable', reason: 'away' };
    const streams = Array.from({ length: finds[page] ?? 0 }, (_, n) => buildStream({ id: `${page}-${n}` }));
    const cursor = page + 1 < finds.length ? String(page + 1) : null;
    return { kind: 'ok', body: { streams, cursor }, headers: new Headers(), isNew: true };
  };
  const result = await searchPages(load, { path: '/streams', query: { q: 'gate', limit: 50 } }, () => false);
  const body = result.kind === 'ok' ? (result.body as { streams: { id: string }[]; cursor: string | null }) : null;
  return { asked, ids: body?.streams.map(({ id }) => id), cursor: body?.cursor, kind: result.kind };
}

test('a search reads pages until one is the last, and lists all finds once', async () => {
  const { asked, ids, cursor } = await search([1, 0, 2]);
  expect(ids).toEqual(['0-0', '2-0', '2-1']);
  expect(cursor).toBeNull();
  expect(asked).toEqual([
    '/streams?q=gate&limit=50',
    '/streams?q=gate&limit=50&cursor=1',
    '/streams?q=gate&limit=50&cursor=2',
  ]);
});

test('it stops after five pages, and its cursor goes on', async () => {
  const { asked, ids, cursor } = await search([0, 0, 0, 1, 0, 1, 0]);
  expect([asked.length, ids, cursor]).toEqual([5, ['3-0'], '5']);
});

test('it stops once it has found enough', async () => {
  const { asked, cursor } = await search([20, 30, 1]);
  expect([asked.length, cursor]).toEqual([2, '2']);
});

test('a page that cannot be read is the result', async () => {
  expect((await search([1, 1], 1)).kind).toBe('unavailable');
});
