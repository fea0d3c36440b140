import type { FetchResult } from './fetch-result.ts';
import type { AnyRequest, ApiRequest } from './requests.ts';
import type { Stream, StreamsResponse } from './responses.ts';
import { streamKey } from './samples.ts';

/** The pages that a search reads before it asks whether to go on: each may read 500 streams, and find none. */
const MAX_PAGES = 5;
/** The streams that are enough for one look. */
const ENOUGH = 50;

/** Searches for streams page by page until it `isOver`, and returns what is found as one page; its cursor goes on. */
export async function searchPages(
  load: (request: AnyRequest) => Promise<FetchResult>,
  { query }: ApiRequest<'/streams'>,
  isOver: () => boolean,
): Promise<FetchResult> {
  const found = new Map<string, Stream>(); // one that changes meanwhile may be on two pages
  let cursor = query.cursor;
  for (let pages = 1; ; pages++) {
    const result = await load({ path: '/streams', query: { ...query, cursor } });
    if (result.kind !== 'ok') return result;
    const page = result.body as StreamsResponse; // it comes from this project's reader
    for (const stream of page.streams) found.set(streamKey(stream), stream);
    if (page.cursor === null || found.size >= ENOUGH || pages >= MAX_PAGES || isOver())
      return { ...result, body: { streams: [...found.values()], cursor: page.cursor }, isNew: true };
    cursor = page.cursor;
  }
}
