import type { describeStream } from '../../lambda/reading/stream.ts';
import type { StreamJson } from '../../lambda/reading/stream-json.ts';
import type { StreamName } from '../forget/forget-streams.ts';
import type { ReadApi } from './read-api.ts';
import type { Wanted } from './streams-options.ts';

export type Stream = StreamJson;
/** One stream, with all that is told of it. */
export type StreamDetail = NonNullable<Awaited<ReturnType<typeof describeStream>>>;

/** Some streams, and whether there are more. */
export interface Streams {
  readonly streams: readonly Stream[];
  readonly more: boolean;
}

/** The most that the read API puts on a page. */
const PAGE = 100;

/** Every stream that is wanted, of all pages; one that moved between two pages is there once. */
export async function askStreams(api: ReadApi, wanted: Pick<Wanted, 'app' | 'status' | 'limit'>): Promise<Streams> {
  const limit = wanted.limit ?? Number.POSITIVE_INFINITY;
  const streams = new Map<string, Stream>();
  const paths: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null && streams.size < limit) {
    const path = pathOf(wanted, Math.min(PAGE, limit - streams.size), cursor);
    const page = pageOf(await api.get(path), api.url);
    for (const stream of page.streams) streams.set(JSON.stringify([stream.app, stream.id]), stream);
    paths.push(path);
    cursor = page.cursor;
  }
  api.keepOnly(paths);
  return { streams: [...streams.values()], more: cursor !== null };
}

/** One stream; throws when it was never heard of. */
export async function askStream(api: ReadApi, { app, id }: StreamName): Promise<StreamDetail> {
  const found = await api.get(`/stream?${new URLSearchParams({ app, id })}`);
  if (found === undefined)
    throw new Error(`${app}/${id}: ${api.url} never heard of this stream; npm run streams shows those it knows.`);
  return found as StreamDetail; // the other end is this project's reader
}

function pathOf({ app, status }: Wanted, limit: number, cursor: string): string {
  const given = Object.entries({ app, status, limit: String(limit), cursor }).filter(([, value]) => value);
  return `/streams?${new URLSearchParams(Object.fromEntries(given) as Record<string, string>)}`; // none is undefined
}

function pageOf(answer: unknown, url: string): { streams: Stream[]; cursor: string | null } {
  if (typeof answer === 'object' && answer !== null && 'streams' in answer && 'cursor' in answer)
    return answer as { streams: Stream[]; cursor: string | null }; // the other end is this project's reader
  throw new Error(`${url} has no /streams: expected a receiver of this project there, as npm start prints it.`);
}
