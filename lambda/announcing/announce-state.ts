import { iso } from '../reading/stream-json.ts';
import type { Session } from '../stream/session-times.ts';
import { readAppAndId, readStateRow, type StoredState } from '../table/rows/state-row.ts';
import { fitDetail, toAnnouncedStream } from './announced-stream.ts';
import {
  type AnnouncedStream,
  type Announcement,
  type AnnouncementOf,
  DETAIL_VERSION,
  SOURCE,
  toEventId,
} from './announcement.ts';
import type { TableChange } from './table-change.ts';
import { type Transition, transitionsOf } from './transitions.ts';

/** A stream's state with its name. */
export interface NamedState extends StoredState {
  readonly app: string;
  readonly id: string;
}

/** Returns the announcements of a write of a state row. */
export function announceState({ before, after, writtenAt }: TableChange): Announcement[] {
  return announcementsOf(readStateRow(before), { ...readAppAndId(after), ...readStateRow(after) }, writtenAt);
}

/**
 * Returns what to announce when a write turns a stream's state into another; `writtenAt` is in ms since the epoch. Copies of
 * the same write have the same ids and sequences.
 */
export function announcementsOf(
  before: Pick<StoredState, 'state'>,
  after: NamedState,
  writtenAt: number,
): Announcement[] {
  const stream = toAnnouncedStream(after.state.registers);
  return transitionsOf(before.state, after.state).map((transition, index) => {
    const { app, id, version } = after;
    const sequence = 2 * version + index;
    const eventId = toEventId(app, id, sequence);
    const common = { version: DETAIL_VERSION, eventId, app, id, at: iso(transition.at), sequence };
    return toAnnouncement(transition, common, stream, iso(writtenAt));
  });
}

type Common = Omit<AnnouncementOf<'Stream Ended'>['detail'], 'session' | 'stream'>;

function toAnnouncement(transition: Transition, common: Common, stream: AnnouncedStream, time: string): Announcement {
  const session = toSession(transition.session);
  switch (transition.type) {
    case 'started': {
      const detail = fitDetail({ ...common, session, cause: transition.cause, stream });
      return { source: SOURCE, 'detail-type': 'Stream Started', time, detail };
    }
    case 'ended': {
      const detail = fitDetail({ ...common, session, stream });
      return { source: SOURCE, 'detail-type': 'Stream Ended', time, detail };
    }
    case 'corrected': {
      const detail = fitDetail({ ...common, session, previous: toSession(transition.previous), stream });
      return { source: SOURCE, 'detail-type': 'Stream Corrected', time, detail };
    }
  }
}

/** An open session has no duration: it would differ from copy to copy. */
function toSession({ startedAt, endedAt, endReason }: Session) {
  const durationMs = startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt);
  return { startedAt: iso(startedAt), endedAt: iso(endedAt), durationMs, endReason };
}
