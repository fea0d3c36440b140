import { groupBy } from '../../lambda/group-by.ts';
import { getPersistently } from '../by-time/get-persistently.ts';
import { readPages } from '../by-time/read-pages.ts';
import { PageError, type ReadApiClient } from '../streams/read-api-client.ts';
import { type Metadata, streamKeyOf, type UsageSession } from './usage-session.ts';

/** The streams whose history is read at a time. */
const CONCURRENCY = 6;
/** The hook that carries the metadata of a session's start. */
const START_ACTION = 'liveStreamStarted';

interface StartEvent {
  readonly at: string;
  readonly fields: { readonly metadata?: Metadata };
}

/**
 * Fetches the metadata of sessions as of their starts: that of the latest start with metadata, up to the session's own. Of a
 * session whose start the history no longer has, it is the stream's present one.
 */
export async function fetchMetadata(
  api: ReadApiClient,
  sessions: readonly UsageSession[],
  onStream: () => void,
): Promise<Map<UsageSession, Metadata>> {
  const found = new Map<UsageSession, Metadata>();
  const streams = groupBy(sessions, streamKeyOf).values();
  const readStreams = async () => {
    for (const own of streams) {
      for (const [session, metadata] of await readStream(api, own)) found.set(session, metadata);
      onStream();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, readStreams)); // they share the iterator
  return found;
}

type Found = [session: UsageSession, metadata: Metadata];

/** Reads a stream's starts, newest first, until the metadata of each of its sessions is known. */
async function readStream(api: ReadApiClient, own: readonly UsageSession[]): Promise<Found[]> {
  const found = own.flatMap((session): Found[] =>
    session.metadata === undefined ? [] : [[session, session.metadata]],
  );
  const pending = own.filter(({ metadata }) => metadata === undefined).sort((a, b) => clockOf(b) - clockOf(a));
  const [newest] = pending;
  if (newest === undefined) return found;
  const starts = new Set<number>();
  for await (const { at, metadata } of readStarts(api, newest)) {
    starts.add(at);
    if (!metadata) continue; // it leaves the metadata as it was
    const later = pending.findIndex((session) => clockOf(session) < at);
    const settled = pending.splice(0, later === -1 ? pending.length : later);
    found.push(...settled.map((session): Found => [session, metadata]));
    if (pending.length === 0) break;
  }
  return [...found, ...(await settleWithoutStart(api, pending, starts))];
}

/** When the metadata of a session is looked for, in ms since the epoch: at its start, else as it ended. */
const clockOf = ({ startedAt, endedAt }: UsageSession): number => startedAt ?? endedAt ?? 0;

async function* readStarts(api: ReadApiClient, newest: UsageSession) {
  const { app, id } = newest;
  const to = new Date(clockOf(newest) + 1).toISOString();
  const pages = readPages<StartEvent>(api, '/stream/events', 'events', { app, id, action: START_ACTION, to });
  try {
    for await (const { rows } of pages)
      for (const { at, fields } of rows) yield { at: Date.parse(at), metadata: fields.metadata };
  } catch (error) {
    if (!isForgotten(error)) throw error;
  }
}

/** Settles sessions before which no start had metadata: they have none, unless one of them began before the history. */
async function settleWithoutStart(
  api: ReadApiClient,
  pending: readonly UsageSession[],
  starts: ReadonlySet<number>,
): Promise<Found[]> {
  const expired = pending.find(({ startedAt }) => startedAt !== null && !starts.has(startedAt));
  const metadata = expired === undefined ? null : await fetchPresent(api, expired);
  return pending.map((session) => [session, metadata]);
}

async function fetchPresent(api: ReadApiClient, { app, id }: UsageSession): Promise<Metadata> {
  try {
    return (await getPersistently(api, '/stream', { app, id })).body.metadata;
  } catch (error) {
    if (isForgotten(error)) return null;
    throw error;
  }
}

/** Whether the stream is not known any more. */
const isForgotten = (error: unknown): boolean => error instanceof PageError && error.status === 404;
