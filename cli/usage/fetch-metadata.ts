import { groupBy } from '../../lambda/group-by.ts';
import { getPersistently } from '../by-time/get-persistently.ts';
import type { ReadApiClient } from '../streams/read-api-client.ts';
import { isForgotten, readDescriptions } from './read-descriptions.ts';
import { type Metadata, streamKeyOf, type UsageSession } from './usage-session.ts';

/** The streams whose history is read at a time. */
const CONCURRENCY = 6;

/**
 * Fetches the metadata of sessions as of their starts: the latest that a start or an end had, up to the session's own start. Of
 * a session whose start the history no longer has, it is the stream's present one.
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
  for await (const { at, isStart, metadata } of readDescriptions(api, newest, clockOf(newest))) {
    if (isStart) starts.add(at);
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

/** Settles sessions before which no hook had metadata: they have none, unless one of them began before the history. */
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
