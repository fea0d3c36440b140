import { randomUUID } from 'node:crypto';
import { unknownStream } from '../announcing/announced-stream.ts';
import { type Announcement, DETAIL_VERSION, SOURCE, toEventId } from '../announcing/announcement.ts';
import type { Recipient } from './recipients/recipient.ts';

/** Creates the announcement of a stream that does not exist, marked `test: true`, by which a recipient is tried; `now` is in ms since the epoch. */
export function createTestAnnouncement({ app }: Recipient, now: number): Announcement {
  const time = new Date(now).toISOString();
  const eventId = toEventId('test', randomUUID());
  const common = { version: DETAIL_VERSION, eventId, app: app ?? 'LiveApp', id: 'test', at: time, test: true } as const;
  const session = { startedAt: time, endedAt: null, durationMs: null, endReason: null };
  const stream = { ...unknownStream, name: 'Test' };
  const detail = { ...common, sequence: 2 * now, session, cause: 'started', stream } as const;
  return { source: SOURCE, 'detail-type': 'Stream Started', time, detail };
}
