import type { Announcement, AnnouncementOf, DetailType } from '../../announcing/announcement.ts';
import { formatDuration } from '../../text/format-duration.ts';
import { pluralize } from '../../text/pluralize.ts';
import { refusalMeanings } from '../../text/refusal-meaning.ts';
import { formatUtcMinute, formatUtcTime } from '../../text/utc-time.ts';
import type { Told } from '../notification.ts';
import { MAX_KIND_CHARS, MAX_NAME_CHARS, MAX_TEXT_CHARS, toHarmless } from './foreign-text.ts';
import { formatSession, formatSubject, type Session } from './sentence-parts.ts';

type Predicate<T extends DetailType> = (detail: AnnouncementOf<T>['detail'], now: number) => string;

/** Says in one sentence, without a full stop, what is told; `now` is in ms since the epoch. What came from outside is harmless in it. */
export function toSentence(told: Told, now: number): string {
  const { announcement } = told;
  const sentence = `${formatSubject(announcement)} ${told.kind === 'flapping' ? sayFlapping(told, now) : say(announcement, now)}`;
  return announcement.detail.test === true ? `This is a test of npm run notify: ${sentence}` : sentence;
}

function say(announcement: Announcement, now: number): string {
  const predicate = predicates[announcement['detail-type']] as Predicate<DetailType>; // of the same type as the detail
  return predicate(announcement.detail as never, now);
}

function sayFlapping({ announcement, starts, since }: Told & { kind: 'flapping' }, now: number): string {
  const isLive = announcement['detail-type'] === 'Stream Started';
  const counted = `went live ${pluralize(starts, 'time')} since ${formatUtcTime(new Date(since).toISOString(), now)}`;
  return `is flapping: it ${counted}, and is ${isLive ? 'live' : 'not live'} now`;
}

const predicates: { readonly [T in DetailType]: Predicate<T> } = {
  'Stream Started': ({ cause, session, at }, now) => starts[cause](session, formatUtcTime(at, now), now),
  'Stream Ended': ({ session }, now) => sayEnded(session, now),
  'Stream Corrected': ({ session, previous }, now) =>
    `was corrected: ${formatSession(session, now)}; before: ${formatSession(previous, now)}`,
  'Recording Ready': ({ recording: { name, vodId, durationMs }, at }, now) => {
    const title = name ?? vodId;
    const length = durationMs === null ? '' : ` of ${formatDuration(durationMs)}`;
    const suffix = title === null ? '' : ` (${toHarmless(title, MAX_NAME_CHARS)})`;
    return `has a new recording${length}, ready since ${formatUtcTime(at, now)}${suffix}`;
  },
  'Stream Error': ({ error: { kind, detail }, at }, now) => {
    const suffix = detail === null ? '' : ` (${toHarmless(detail, MAX_TEXT_CHARS)})`;
    return `had an error at ${formatUtcTime(at, now)}: ${sayError(kind)}${suffix}`;
  },
  'Stream Missing': ({ since }, now) =>
    `is missing: it is expected, but has not been live since ${formatUtcTime(since, now)}`,
  'Stream Back': ({ since }, now) => `is back: it was missing, and has been live since ${formatUtcTime(since, now)}`,
  'Publish Refused': ({ reason, count, at }, now) => {
    const times = count === 1 ? '' : ` ${count} times`;
    return `refused a publisher${times} at ${formatUtcMinute(at, now)}: ${refusalMeanings[reason]}`;
  },
  'Server Alarm': ({ kind, at }, now) => `${alarms[kind]} at ${formatUtcTime(at, now)}`,
};

const alarms = {
  highResourceUsage: 'reported a high resource usage',
  unexpectedServerShutdown: 'reported an unexpected shutdown',
} as const;

type SayStart = (session: Session, at: string, now: number) => string;

const starts: { readonly [C in AnnouncementOf<'Stream Started'>['detail']['cause']]: SayStart } = {
  started: (_, at) => `went live at ${at}`,
  heartbeat: (_, at) => `is live: a heartbeat came at ${at}, its start was missed`,
  resumed: (session, at, now) => {
    const since =
      session.startedAt === null ? 'its start was missed' : `live since ${formatUtcTime(session.startedAt, now)}`;
    return `is live again: a heartbeat came at ${at} after it was presumed ended, ${since}`;
  },
};

function sayEnded({ startedAt, endedAt, durationMs, endReason }: Session, now: number): string {
  const length = durationMs === null ? '' : ` after ${formatDuration(durationMs)}`;
  const end = endedAt === null ? 'at an unknown time' : formatUtcTime(endedAt, now);
  const missed = startedAt === null ? ', its start was missed' : '';
  if (endReason === 'presumedEnded') return `ended${length}: no sign since ${end}${missed}`;
  if (endReason === 'superseded') return `ended${length}: it was started again at ${end}${missed}`;
  return `ended${length}: the media server reported its end at ${end}${missed}`;
}

const errors: ReadonlyMap<string, string> = new Map([
  ['endpointFailed', 'an endpoint failed'],
  ['publishTimeoutError', 'publishing timed out'],
  ['encoderNotOpenedError', 'the encoder could not be opened'],
]);

const sayError = (kind: string): string => errors.get(kind) ?? toHarmless(kind, MAX_KIND_CHARS);
