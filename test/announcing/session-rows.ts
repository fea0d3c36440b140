import type { Announcement, AnnouncementOf } from '../../lambda/announcing/announcement.ts';

type Session = AnnouncementOf<'Stream Ended'>['detail']['session'];

/** The row of a session, with the sequence that wrote it; `session` is null once the row is deleted. */
interface SessionRow {
  readonly session: Session | null;
  readonly sequence: number;
}

/**
 * Keeps a row for each session as a consumer must that counts money, whatever the order of the announcements: the highest
 * sequence of a row wins, and a deletion is kept with its sequence. Returns the rows that are not deleted, by "app/id start".
 */
export function keepSessions(announcements: readonly Announcement[]): Map<string, Session> {
  const rows = new Map<string, SessionRow>();
  const write = (key: string, row: SessionRow) => {
    if (row.sequence > (rows.get(key)?.sequence ?? Number.NEGATIVE_INFINITY)) rows.set(key, row);
  };
  for (const { detail } of announcements) {
    if (!('sequence' in detail)) continue;
    const { app, id, session, sequence } = detail;
    const keyOf = ({ startedAt }: Session) => `${app}/${id} ${startedAt}`;
    write(keyOf(session), { session, sequence });
    if ('previous' in detail && detail.previous.startedAt !== session.startedAt)
      write(keyOf(detail.previous), { session: null, sequence });
  }
  return new Map([...rows].flatMap(([key, { session }]) => (session === null ? [] : [[key, session] as const])));
}
