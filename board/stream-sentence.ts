import { formatDuration } from '../lambda/text/format-duration.ts';
import { currentHealth, formatSpeed, heardAt } from '../words/health.ts';
import { nodeOf } from '../words/stream-fields.ts';
import { noBreak } from './format.ts';
import { type Grade, gradeDrops, gradeSpeed } from './grades.ts';
import type { Health, Stream } from './responses.ts';
import { isFailing } from './tiles.ts';

/** A part of a sentence. */
interface Part {
  readonly text: string;
  /** Its colour; `foreign` is text from outside. */
  readonly kind?: Grade['kind'] | 'foreign';
}

/** The circumstances of a sentence beside the stream itself. */
export interface Moment {
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
  /** The time since the answer, by which running durations have grown, in ms. */
  readonly ageMs: number;
  /** The frames and packets lost a minute; null where that is not known. */
  readonly drops: number | null;
  /** Whether it is a room, which has no heartbeats of its own. */
  readonly isRoom: boolean;
}

type Clause = readonly Part[];

/** Returns the sentence that says how a stream is, in parts that follow each other. */
export function toStreamSentence(stream: Stream, moment: Moment): readonly Part[] {
  const kind = stream.stale ? 'stale' : stream.status;
  const clauses = kind === 'live' ? sayLive(stream, moment) : sayOther(kind, stream, moment);
  return [...clauses.flatMap((clause, index) => (index === 0 ? clause : [say(', '), ...clause])), say('.')];
}

function sayLive(stream: Stream, { now, ageMs, drops, isRoom }: Moment): Clause[] {
  const health = currentHealth(stream);
  const faults = [...(health === null ? [] : faultsOf(health, drops)), ...lastError(stream, now)];
  const isMeasured = health !== null && (health.speed !== null || drops !== null);
  const length = stream.durationMs === null ? '' : ` for ${duration(stream.durationMs + ageMs)}`;
  return [
    [say(`Live${length}`)],
    ...missedStart(stream),
    ...(faults.length === 0 && isMeasured ? [[say('healthy')]] : faults),
    ...(health === null ? [] : [[say(`last heartbeat ${ago(heardAt(health), now)}`)]]),
    ...origin(stream),
    ...(health === null && !isRoom ? [[say('no heartbeats: its health is unknown')]] : []),
  ];
}

const faultsOf = ({ speed }: Health, drops: number | null): Clause[] => [
  ...(speed === null ? [] : fault(gradeSpeed(speed), `(${formatSpeed(speed)})`)),
  ...(drops === null ? [] : fault(gradeDrops(drops), `drops (${noBreak(`${Math.round(drops)} a minute`)})`)),
];

const fault = ({ kind, word }: Grade, text: string): Clause[] =>
  word === null ? [] : [[{ text: `${word} ${text}`, kind }]];

const sayOther = (kind: keyof typeof beginnings, stream: Stream, { now }: Moment): Clause[] => [
  beginnings[kind](stream, now),
  ...missedStart(stream),
  ...lastError(stream, now),
  ...(stream.stale ? origin(stream) : []),
];

const beginnings: Record<Exclude<Stream['status'], 'live'> | 'stale', (stream: Stream, now: number) => Clause> = {
  stale: (stream, now) => [
    warn(`Silent for ${duration(now - (lastSignAt(stream) ?? now))}`),
    say(after(msToLastSign(stream), ' live')),
  ],
  ended: ({ endedAt, durationMs }, now) => [say(`Ended ${ago(endedAt, now)}${after(durationMs)}`)],
  presumedEnded: ({ endedAt, durationMs }, now) => [
    warn(`No sign for ${duration(now - toClock(endedAt, now))}`),
    say(after(durationMs, ' live')),
  ],
  unknown: ({ lastEvent }, now) => [
    say('Neither a start nor an end has been received'),
    say(lastEvent === null ? '' : `, last event ${ago(lastEvent.at, now)}`),
  ],
};

const lastError = (stream: Stream, now: number): Clause[] =>
  stream.lastError !== null && isFailing(stream, now)
    ? [[{ text: `${stream.lastError.kind} ${ago(stream.lastError.at, now)}`, kind: 'bad' }]]
    : [];

const missedStart = ({ status, startedAt }: Stream): Clause[] =>
  startedAt === null && status !== 'unknown' ? [[say('its start was missed')]] : [];

function origin(stream: Stream): Clause[] {
  const node = nodeOf(stream);
  return node === null ? [] : [[say('from '), { text: node, kind: 'foreign' }]];
}

/** Returns when the last heartbeat of a stale stream came, in ms since the epoch, by the receiver's clock where it is known. */
export function lastSignAt({ health }: Pick<Stream, 'health'>): number | null {
  return health === null ? null : Date.parse(heardAt(health));
}

/** Returns how long a stale stream was live until its last heartbeat (ms): nobody knows whether it went on. */
export function msToLastSign({ health, startedAt }: Stream): number | null {
  if (health === null || startedAt === null) return null;
  return Math.max(0, Date.parse(health.at) - Date.parse(startedAt));
}

const say = (text: string): Part => ({ text });

const warn = (text: string): Part => ({ text, kind: 'poor' });

const duration = (ms: number): string => noBreak(formatDuration(ms));

const after = (ms: number | null, what = ''): string => (ms === null ? '' : ` after ${duration(ms)}${what}`);

const toClock = (at: string | null, now: number): number => (at === null ? now : Date.parse(at));

const ago = (at: string | null, now: number): string => noBreak(`${formatDuration(now - toClock(at, now))} ago`);
