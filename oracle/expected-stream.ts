import { groupBy } from '../cli/simulate/group-by.ts';
import {
  formatCounts,
  formatSessions,
  formatTracks,
  NONE,
  type StreamSummary,
} from '../cli/simulate/stream-summary.ts';
import type { HookFields } from '../lambda/stream/event.ts';
import { sessionsOf } from './expected-sessions.ts';

/** What a receiver has kept: who said it, when it happened (ms since the epoch), and what was told. */
export interface TimedHook {
  readonly from: 'app' | 'server';
  readonly at: number;
  readonly fields: HookFields;
}

/** What the contract makes of a set of events, for each stream by its id. Said apart from the receiver, so that the two check each other. */
export function expectedStreams(events: readonly TimedHook[]): Map<string, StreamSummary> {
  const bySubject = groupBy(
    events.filter(({ from }) => from === 'app'),
    subjectOf,
  );
  return new Map([...bySubject].map(([id, ofStream]) => [id, summarise([...ofStream].sort((a, b) => a.at - b.at))]));
}

/** How often each kind of server-level hook came from each host: none has a clock, so that each one counts. */
export function expectedServers(events: readonly TimedHook[]): Map<string, string> {
  const ofServers = events.filter(({ from }) => from === 'server');
  const kinds = groupBy(ofServers, subjectOf);
  return new Map(
    [...kinds].map(([host, events]) => [host, formatCounts(events.map(({ fields }) => serverKind(fields)))]),
  );
}

const roomActions = [
  'firstActiveTrackAddedInMainTrack',
  'subtrackAddedInTheMainTrack',
  'subtrackLeftTheMainTrack',
] as const;
const [firstActive, added, left] = roomActions;

const actionOf = ({ fields }: TimedHook): string => String(fields.action);

/** Whom an event is about: the id of a stream or room, or a server's host. */
export function subjectOf({ from, fields }: Pick<TimedHook, 'from' | 'fields'>): string {
  if (from === 'server') return String(fields.host);
  const isRoomAction = roomActions.some((action) => action === fields.action);
  return String(isRoomAction ? fields.mainTrackId : fields.id);
}

const serverKind = (fields: HookFields): string =>
  fields.appNames === undefined ? 'highResourceUsage' : 'unexpectedServerShutdown';

/** Of the events of one stream, oldest first. */
function summarise(events: readonly TimedHook[]): StreamSummary {
  const starts = timesOf(events, 'liveStreamStarted', firstActive);
  const ends = timesOf(events, 'liveStreamEnded', 'noActiveSubtracksLeftInMainTrack');
  const sessions = sessionsOf(starts, ends);
  const vodIds = new Set(events.filter((event) => actionOf(event) === 'vodReady').map(({ fields }) => fields.vodId));
  const named = events.filter((event) => actionOf(event) !== added && actionOf(event) !== left);
  return {
    status: expectedStatus(sessions.at(-1)?.endedAt, timesOf(events, 'liveStreamStatus').at(-1)),
    sessions: formatSessions([...sessions].reverse()),
    recordings: String(vodIds.size),
    tracks: summariseTracks(events),
    lastError: events.map(errorKindOf).findLast((kind) => kind !== undefined) ?? NONE,
    name: String(named.findLast(({ fields }) => fields.streamName)?.fields.streamName ?? NONE),
  };
}

function timesOf(events: readonly TimedHook[], ...actions: string[]): number[] {
  return events.filter((event) => actions.includes(actionOf(event))).map(({ at }) => at);
}

/** A heartbeat this much later than the end (ms) says that a started was missed. */
const REVIVED_AFTER_MS = 15_000;

/** `endedAt` is null while the newest session is open, undefined when there is none. */
function expectedStatus(endedAt: number | null | undefined, heartbeatAt: number | undefined): string {
  if (endedAt === null) return 'live';
  const isRevived = heartbeatAt !== undefined && (endedAt === undefined || heartbeatAt > endedAt + REVIVED_AFTER_MS);
  if (isRevived) return 'live';
  return endedAt === undefined ? 'unknown' : 'ended';
}

function errorKindOf({ fields }: TimedHook): string | undefined {
  if (fields.action === 'endpointFailed')
    return fields.metadata === undefined ? 'publishTimeoutError' : 'endpointFailed';
  const isError = fields.action === 'publishTimeoutError' || fields.action === 'encoderNotOpenedError';
  return isError ? String(fields.action) : undefined;
}

/** Every track that was added or left, and which of them is gone. */
function summariseTracks(events: readonly TimedHook[]): string {
  const gone = new Map<string, boolean>();
  for (const { fields } of events) {
    if (fields.action === added || fields.action === left) gone.set(String(fields.id), fields.action === left);
  }
  return formatTracks([...gone].map(([id, isGone]) => ({ id, isGone })));
}
