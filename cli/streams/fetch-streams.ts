import type { Answer, Query } from '../../client/api-types.ts';
import { followCursor, MAX_PAGE } from '../../client/follow-cursor.ts';
import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import { expectationText } from '../../words/expectation-text.ts';
import type { StreamName } from '../forget/stream-name.ts';
import type { ReadApiClient } from './read-api-client.ts';
import type { StreamsOptions } from './streams-options.ts';

export type Stream = StreamPage['streams'][number];
/** One stream, with its sessions, recordings, tracks and latest events. */
export type StreamDetail = Answer<'/stream'>;
type StreamPage = Answer<'/streams'>;

export interface StreamList {
  readonly streams: readonly Stream[];
  /** Whether the limit left some out. */
  readonly more: boolean;
}

/** Fetches all pages of the streams that match the options; a stream that moved between two pages is listed once. */
export async function fetchStreams(
  api: ReadApiClient,
  options: Pick<StreamsOptions, 'app' | 'status' | 'q' | 'room' | 'limit'>,
): Promise<StreamList> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const streams = new Map<string, Stream>();
  const pages = followCursor(async (cursor) => {
    const query = queryOf(options, Math.min(MAX_PAGE, limit - streams.size), cursor);
    return requirePage(await api.get('/streams', query), api.url);
  });
  for await (const page of pages) {
    for (const stream of page.streams) streams.set(JSON.stringify([stream.app, stream.id]), stream);
    if (streams.size >= limit) return { streams: [...streams.values()], more: page.cursor !== null };
  }
  return { streams: [...streams.values()], more: false };
}

/** Fetches one stream. Throws when the receiver does not know it; the error says whether it is expected. */
export async function fetchStream(
  api: ReadApiClient,
  { app, id }: StreamName,
  expected?: ExpectedJson,
): Promise<StreamDetail> {
  const stream = await api.get('/stream', { app, id });
  if (stream === undefined) {
    const hint =
      expected === undefined
        ? 'npm run streams lists all streams'
        : `it is expected, and ${expectationText(expected, Date.now())}`;
    throw new Error(`${app}/${id}: stream not found at ${api.url}; ${hint}.`);
  }
  return stream;
}

function queryOf(
  { app, status, q, room }: StreamsOptions,
  limit: number,
  cursor: string | undefined,
): Query<'/streams'> {
  const statuses = status?.split(',') as Query<'/streams'>['status']; // --status takes no others
  return { app, status: statuses, q, room, limit, cursor };
}

function requirePage(page: StreamPage | undefined, url: string): StreamPage {
  if (typeof page === 'object' && page !== null && 'streams' in page && 'cursor' in page) return page;
  throw new Error(`${url} has no /streams: expected the URL of a receiver of this project, as npm start prints it.`);
}
