import type { FetchResult } from './fetch-result.ts';
import type { AnyRequest, ApiRequest } from './requests.ts';
import type { Stream, StreamsResponse } from './responses.ts';

/** The pages that a search reads before it asks whether to go on: each may read 500 streams, and find none. */
const MAX_PAGES = 5;
/** The streams that are enough for one look. */
const ENOUGH = 50;

/** Searches for streams page by page, and returns what is found as one page; its cursor goes on. */
export async function searchPages(
  load: (request: AnyRequest) => Promise<FetchResult>,
  { query }: ApiRequest<'/streams'>,
): Promise<FetchResult> {
  const streams: Stream[] = [];
  let cursor = query.cursor;
  for (let pages = 1; ; pages++) {
    const result = await load({ path: '/streams', query: { ...query, cursor } });
    if (result.kind !== 'ok') return result;
    const page = result.body as StreamsResponse; // it comes from this project's reader
    streams.push(...page.streams);
    if (page.cursor === null || streams.length >= ENOUGH || pages >= MAX_PAGES)
      return { ...result, body: { streams, cursor: page.cursor }, isNew: true };
    cursor = page.cursor;
  }
}
