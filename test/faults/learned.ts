import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { groupBy } from '../../lambda/group-by.ts';
import { applyAnnouncements } from '../announcing/apply-announcements.ts';

/** What the read API answers, as far as announcements say it. */
interface ReadStream {
  readonly app: string;
  readonly id: string;
  readonly status: 'live' | 'presumedEnded' | 'ended' | 'unknown';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

interface ReadPage {
  readonly streams: readonly ReadStream[];
  readonly cursor: string | null;
}

interface ReadEvents {
  readonly events: readonly { readonly action: string; readonly at: string }[];
}

interface ReadServers {
  readonly servers: readonly {
    readonly app: string;
    readonly host: string;
    readonly events: readonly { readonly kind: string; readonly at: string }[];
  }[];
}

const factActions = ['vodReady', 'endpointFailed', 'publishTimeoutError', 'encoderNotOpenedError'];

/** Returns what announcements, without copies, say of streams, recordings, errors and servers, as sorted texts. */
export function learnFrom(announcements: readonly Announcement[]): string[] {
  const streams = [...applyAnnouncements(announcements)].map(([name, { isLive, session }]) =>
    [name, isLive ? 'live' : session.endReason, session.startedAt, session.endedAt].join(' '),
  );
  const facts = announcements.flatMap(({ detail }) => {
    if ('recording' in detail || 'error' in detail) return [`fact ${detail.app}/${detail.id} ${detail.at}`];
    return 'host' in detail ? [`${detail.kind} ${detail.app}/${detail.host} ${detail.at}`] : [];
  });
  return [...streams, ...facts].sort();
}

/** Reads the same from the read API of a receiver, of all its streams and servers. */
export async function learnFromApi(url: string, token: string): Promise<string[]> {
  const read = async <Answer>(path: string): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (response.status !== 200) throw new Error(`GET ${path}: received ${response.status}, expected 200`);
    return (await response.json()) as Answer; // the shape that the API documents
  };
  const texts: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: ReadPage = await read(`/streams?limit=100${cursorParameter(cursor)}`);
    for (const { app, id, status, startedAt, endedAt } of page.streams) {
      if (status !== 'unknown') texts.push([`${app}/${id}`, status, startedAt, endedAt].join(' '));
      const { events } = await read<ReadEvents>(`/stream/events?${new URLSearchParams({ app, id })}&limit=100`);
      for (const { action, at } of events) if (factActions.includes(action)) texts.push(`fact ${app}/${id} ${at}`);
    }
    cursor = page.cursor;
  }
  const { servers } = await read<ReadServers>('/servers?limit=100');
  for (const { app, host, events } of servers)
    for (const { kind, at } of events) texts.push(`${kind} ${app}/${host} ${at}`);
  return texts.sort();
}

const cursorParameter = (cursor: string): string => (cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`);

/** Returns each announcement once: a consumer drops an eventId that it has seen. Throws where copies differ in more than `stream`. */
export function withoutCopies(received: readonly Announcement[]): Announcement[] {
  return [...groupBy(received, ({ detail }) => detail.eventId).values()].flatMap((copies) => {
    const texts = new Set(
      copies.map(({ detail, ...envelope }) => JSON.stringify([envelope, { ...detail, stream: null }])),
    );
    if (texts.size > 1) throw new Error(`expected copies, received ${[...texts].join(' and ')}`);
    return copies.slice(0, 1);
  });
}
