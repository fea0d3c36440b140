import { readPages } from '../by-time/read-pages.ts';
import type { SessionRow } from '../by-time/session-list.ts';
import type { Stream } from '../streams/fetch-streams.ts';
import type { ReadApiClient } from '../streams/read-api-client.ts';
import { SessionSet } from './usage-session.ts';

/** The sessions to fetch. */
interface SessionQuery {
  readonly app: string | undefined;
  /** The end of the earliest session, in ms since the epoch. */
  readonly from: number;
  /** The present, in ms since the epoch. */
  readonly now: number;
}

/** An end may be ahead of the present, as a media server's clock may be, and the clock of this machine may be behind. */
const CLOCKS_MS = 86_400_000;

/**
 * Fetches every session that ended after a time, or is open. Open sessions are read before, since they may end meanwhile, and
 * again after, since a presumed end may prove wrong: each session that was there when this began is found.
 */
export async function fetchSessions(
  api: ReadApiClient,
  query: SessionQuery,
  onProgress: (ms: number, found: number) => void,
): Promise<SessionSet> {
  const sessions = new SessionSet();
  await addOpen(api, query, sessions);
  await addEnded(api, query, sessions, onProgress);
  await addOpen(api, query, sessions);
  return sessions;
}

async function addOpen(api: ReadApiClient, { app }: SessionQuery, sessions: SessionSet): Promise<void> {
  for await (const { rows } of readPages<Stream>(api, '/streams', 'streams', { app, status: ['live'] })) {
    for (const { app, id, name, startedAt, metadata } of rows)
      sessions.add({ app, id, streamName: name, startedAt: toMs(startedAt), endedAt: null, endReason: null, metadata });
  }
}

async function addEnded(
  api: ReadApiClient,
  { app, from, now }: SessionQuery,
  sessions: SessionSet,
  onProgress: (ms: number, found: number) => void,
): Promise<void> {
  const [first, last] = [from, now + CLOCKS_MS].map((ms) => new Date(ms).toISOString());
  for await (const { rows } of readPages<SessionRow>(api, '/sessions', 'sessions', { app, from: first, to: last })) {
    for (const { app, id, streamName, startedAt, endedAt, endReason } of rows)
      sessions.add({ app, id, streamName, startedAt: toMs(startedAt), endedAt: toMs(endedAt), endReason });
    onProgress(now - (toMs(rows.at(-1)?.endedAt ?? null) ?? now), sessions.size);
  }
}

const toMs = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** Fetches from when on the receiver has all sessions, in ms since the epoch; null where it does not say so. Throws where it has none by time. */
export async function fetchCompleteSince(api: ReadApiClient, app: string | undefined): Promise<number | null> {
  const pages = readPages<SessionRow>(api, '/sessions', 'sessions', { app, limit: 1 });
  for await (const { completeSince } of pages) return completeSince;
  return null;
}
