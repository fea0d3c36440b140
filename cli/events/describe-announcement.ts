import type { Announcement, AnnouncementOf, DetailType } from '../../lambda/announcing/announcement.ts';
import { formatDuration } from '../../lambda/text/format-duration.ts';
import { refusalMeanings } from '../../lambda/text/refusal-meaning.ts';
import { formatEndReason, MISSED, STILL_LIVE } from '../../words/session.ts';
import { formatTime } from '../../words/time.ts';

type Session = AnnouncementOf<'Stream Started'>['detail']['session'];
type Describe<T extends DetailType> = (detail: AnnouncementOf<T>['detail'], now: number) => string;

const descriptions: { readonly [T in DetailType]: Describe<T> } = {
  'Stream Started': ({ session, cause }, now) => `${causes[cause]}, start ${formatStart(session, now)}`,
  'Stream Ended': ({ session }, now) => formatSession(session, now),
  'Stream Corrected': ({ session, previous }, now) =>
    `${formatSession(session, now)}; before: ${formatSession(previous, now)}`,
  'Recording Ready': ({ recording: { name, vodId, durationMs } }) =>
    joinKnown(name ?? vodId, durationMs === null ? null : formatDuration(durationMs)),
  'Stream Error': ({ error: { kind, detail } }) => joinKnown(kind, detail),
  'Stream Missing': ({ since }, now) => `expected, not live since ${formatTime(since, now)}`,
  'Stream Back': ({ since }, now) => `expected, live since ${formatTime(since, now)}`,
  'Publish Refused': ({ reason, count }) => joinKnown(refusalMeanings[reason], count === 1 ? null : `${count} times`),
  'Server Alarm': ({ host, kind }) => joinKnown(host, kind),
};

const causes = { started: 'live', heartbeat: 'live by a heartbeat', resumed: 'live again' } as const;

/** Every detail type, as a rule names it. */
export const detailTypes = Object.keys(descriptions) as DetailType[]; // its keys are these

/** Describes in words what an announcement says besides the stream; empty for a type that this version does not know. Times are local; `now` is in ms since the epoch. */
export function describeAnnouncement(announcement: Announcement, now: number): string {
  const type = announcement['detail-type'];
  if (!Object.hasOwn(descriptions, type)) return '';
  const describe = descriptions[type] as Describe<DetailType>; // of the same type as the detail
  return describe(announcement.detail as never, now);
}

const formatStart = ({ startedAt }: Session, now: number): string =>
  startedAt === null ? MISSED : formatTime(startedAt, now);

function formatSession(session: Session, now: number): string {
  const { endedAt, durationMs, endReason } = session;
  const end = endedAt === null ? STILL_LIVE : formatTime(endedAt, now);
  const duration = durationMs === null ? null : formatDuration(durationMs);
  return joinKnown(`${formatStart(session, now)} to ${end}`, duration, formatEndReason(endReason));
}

const joinKnown = (...texts: readonly (string | null)[]): string =>
  texts.filter((text) => text !== null && text !== '').join(', ');
