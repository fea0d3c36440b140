import type { describeStream } from '../../lambda/reading/stream.ts';
import type { StreamJson } from '../../lambda/reading/stream-json.ts';
import type { StreamName } from '../forget/forget-streams.ts';
import type { ReadApiClient } from './read-api-client.ts';
import type { StreamsOptions } from './streams-options.ts';

export type Stream = StreamJson;
/** One stream, with all that is told of it. */
export type StreamDetail = NonNullable<Awaited<ReturnType<typeof describeStream>>>;

/** Some streams, and whether there are more. */
export interface StreamList {
  readonly streams: readonly Stream[];
  readonly more: boolean;
}

/** The most that the read API puts on a page. */
const MAX_PAGE = 100;

/** Every stream that is wanted, of all pages; one that moved between two pages is there once. */
export async function fetchStreams(
  api: ReadApiClient,
  options: Pick<StreamsOptions, 'app' | 'status' | 'limit'>,
): Promise<StreamList> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const streams = new Map<string, Stream>();
  const paths: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null && streams.size < limit) {
    const path = pathOf(options, Math.min(MAX_PAGE, limit - streams.size), cursor);
    const page = readPage(await api.get(path), api.url);
    for (const stream of page.streams) streams.set(JSON.stringify([stream.app, stream.id]), stream);
    paths.push(path);
    cursor = page.cursor;
  }
  api.evictExcept(paths);
  return { streams: [...streams.values()], more: cursor !== null };
}

/** One stream; throws when it was never heard of. */
export async function fetchStream(api: ReadApiClient, { app, id }: StreamName): Promise<StreamDetail> {
  const stream = await api.get(`/stream?${new URLSearchParams({ app, id })}`);
  if (stream === undefined)
    throw new Error(`${app}/${id}: ${api.url} never heard of this stream; npm run streams shows those it knows.`);
  return stream as StreamDetail; // the other end is this project's reader
}

function pathOf({ app, status }: StreamsOptions, limit: number, cursor: string): string {
  const parameters = Object.entries({ app, status, limit: String(limit), cursor }).filter(([, value]) => value);
  return `/streams?${new URLSearchParams(Object.fromEntries(parameters) as Record<string, string>)}`; // none is undefined
}

function readPage(body: unknown, url: string): { streams: Stream[]; cursor: string | null } {
  if (typeof body === 'object' && body !== null && 'streams' in body && 'cursor' in body)
    return body as { streams: Stream[]; cursor: string | null }; // the other end is this project's reader
  throw new Error(`${url} has no /streams: expected a receiver of this project there, as npm start prints it.`);
}
