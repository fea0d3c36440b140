import type { Answer } from '../../client/api-types.ts';
import { overStreams } from '../../lambda/reading/csv.ts';
import { formatEndReason, MISSED, STILL_LIVE } from '../../words/session.ts';
import { formatTime } from '../../words/time.ts';
import { formatKnownDuration } from '../streams/format-stream.ts';
import type { TimeList } from './time-list.ts';

/** A session in `/sessions`. */
export type SessionRow = Answer<'/sessions'>['sessions'][number];

/** The sessions of all streams, by the time of their end. */
export const sessionList: TimeList<SessionRow> = {
  name: 'sessions',
  keyOf: ({ app, id, startedAt, endedAt }) => JSON.stringify([app, id, startedAt, startedAt === null ? endedAt : '']),
  timeOf: ({ endedAt }) => endedAt,
  columns: (now) => [
    { head: 'STREAM', text: ({ app, id }) => `${app}/${id}`, minWidth: 24, truncatesMiddle: true },
    { head: 'NAME', text: ({ streamName }) => streamName, minWidth: 10, isOptional: true },
    { head: 'STARTED', text: ({ startedAt }) => (startedAt === null ? MISSED : formatTime(startedAt, now)) },
    { head: 'ENDED', text: ({ endedAt }) => (endedAt === null ? STILL_LIVE : formatTime(endedAt, now)) },
    { head: 'DURATION', text: ({ durationMs }) => formatKnownDuration(durationMs) },
    { head: 'END REASON', text: ({ endReason }) => formatEndReason(endReason), minWidth: 10 },
  ],
  csvOf: () => overStreams('sessions'),
};
