import { iso } from '../reading/stream-json.ts';
import type { Session } from '../stream/session-times.ts';
import { readAppAndId, readStateRow, type StoredState } from '../table/rows/state-row.ts';
import { fitDetail, toAnnouncedStream } from './announced-stream.ts';
import { type Announcement, DETAIL_VERSION, SOURCE, toEventId } from './announcement.ts';
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
  return transitionsOf(before.state, after.state).map((transition, index) => {
    const { app, id, version } = after;
    const sequence = 2 * version + index;
    const detail = fitDetail<Common>({
      version: DETAIL_VERSION,
      eventId: toEventId(app, id, sequence),
      ...{ app, id, at: iso(transition.at), sequence },
      stream: toAnnouncedStream(after.state.registers),
    });
    return toAnnouncement(transition, detail, iso(writtenAt));
  });
}

type Common = Omit<Extract<Announcement, { 'detail-type': 'Stream Ended' }>['detail'], 'session'>;

function toAnnouncement(transition: Transition, common: Common, time: string): Announcement {
  const session = toSession(transition.session);
  switch (transition.type) {
    case 'started':
      return {
        source: SOURCE,
        'detail-type': 'Stream Started',
        time,
        detail: { ...common, session, cause: transition.cause },
      };
    case 'ended':
      return { source: SOURCE, 'detail-type': 'Stream Ended', time, detail: { ...common, session } };
    case 'corrected': {
      const detail = { ...common, session, previous: toSession(transition.previous) };
      return { source: SOURCE, 'detail-type': 'Stream Corrected', time, detail };
    }
  }
}

/** An open session has no duration: it would differ from copy to copy. */
function toSession({ startedAt, endedAt, endReason }: Session) {
  const durationMs = startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt);
  return { startedAt: iso(startedAt), endedAt: iso(endedAt), durationMs, endReason };
}
