import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import type { describeStream } from '../../lambda/reading/stream.ts';
import type { StreamJson } from '../../lambda/reading/stream-json.ts';
import { expectationText } from '../../words/expectation-text.ts';
import type { StreamName } from '../forget/stream-name.ts';
import { EXPECTED_PATH } from './fetch-expected.ts';
import { refusalsPathOf } from './fetch-refusals.ts';
import type { ReadApiClient } from './read-api-client.ts';
import type { StreamsOptions } from './streams-options.ts';

export type Stream = StreamJson;
/** One stream, with its sessions, recordings, tracks and latest events. */
export type StreamDetail = NonNullable<Awaited<ReturnType<typeof describeStream>>>;

export interface StreamList {
  readonly streams: readonly Stream[];
  /** Whether the limit left some out. */
  readonly more: boolean;
}

/** The largest page of the read API, in streams. */
const MAX_PAGE = 100;

/** Fetches all pages of the streams that match the options; a stream that moved between two pages is listed once. */
export async function fetchStreams(
  api: ReadApiClient,
  options: Pick<StreamsOptions, 'app' | 'status' | 'q' | 'room' | 'limit'>,
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
  api.evictExcept([...paths, EXPECTED_PATH, refusalsPathOf(options.app)]);
  return { streams: [...streams.values()], more: cursor !== null };
}

/** Fetches one stream. Throws when the receiver does not know it; the error says whether it is expected. */
export async function fetchStream(
  api: ReadApiClient,
  { app, id }: StreamName,
  expected?: ExpectedJson,
): Promise<StreamDetail> {
  const stream = await api.get(`/stream?${new URLSearchParams({ app, id })}`);
  if (stream === undefined) {
    const hint =
      expected === undefined
        ? 'npm run streams lists all streams'
        : `it is expected, and ${expectationText(expected, Date.now())}`;
    throw new Error(`${app}/${id}: stream not found at ${api.url}; ${hint}.`);
  }
  return stream as StreamDetail; // it comes from this project's reader
}

function pathOf({ app, status, q, room }: StreamsOptions, limit: number, cursor: string): string {
  const parameters = Object.entries({ app, status, q, room, limit: String(limit), cursor }).filter(
    ([, value]) => value,
  );
  return `/streams?${new URLSearchParams(Object.fromEntries(parameters) as Record<string, string>)}`; // none is undefined
}

function readPage(body: unknown, url: string): { streams: Stream[]; cursor: string | null } {
  if (typeof body === 'object' && body !== null && 'streams' in body && 'cursor' in body)
    return body as { streams: Stream[]; cursor: string | null }; // it comes from this project's reader
  throw new Error(`${url} has no /streams: expected the URL of a receiver of this project, as npm start prints it.`);
}
