import { type ExpectedNewest, expectedNewest, withNewest } from './expected-newest.ts';
import { type ExpectedSession, expectedSessions } from './expected-sessions.ts';
import { type ClockedValue, errorOf, healthOf, iso, latest, latestOf, recordingOf } from './hook-values.ts';
import { isServerHook, readField, type SentHook, subjectOf, type TimedHook, toTimedHook } from './sent-hook.ts';

// The oracle: a second implementation of the contract. It folds nothing, does not depend on the order of arrival and shares
// no code with the receiver.

type ExpectedStream = ReturnType<typeof expectedStream>;

const started = ['liveStreamStarted', 'firstActiveTrackAddedInMainTrack'];
const ended = ['liveStreamEnded', 'noActiveSubtracksLeftInMainTrack'];
const errors = ['endpointFailed', 'publishTimeoutError', 'encoderNotOpenedError'];
const others = ['vodReady', 'liveStreamStatus', 'playStarted', 'playStopped', 'idleTimeIsExpired'];
/** The event of a presumed start, which no hook reports. */
const PRESUMED_START = 'presumedStart';
const actionsWithTitle = [...started, ...ended, ...errors, ...others, PRESUMED_START];

/** A live stream whose last heartbeat was received longer ago than this (ms) is stale. */
const STALE_AFTER_MS = 60_000;

/** A start that was presumed: its clock (ms since the epoch), and the name of the stream, if it has one. */
export interface ExpectedStart {
  readonly at: number;
  readonly name?: string | undefined;
}

/**
 * Returns the expected response of `GET /stream` at a time (ms since the epoch) for each stream that hooks are about, by
 * its id, except `app`, `events` and `healthHistory`. The hooks may be in any order and repeated; recordings and tracks are
 * in no order. Presumed ends are clocks (ms since the epoch) by the id of the stream, without those that the receiver marked
 * late: which heartbeats it knew when sessions followed each other depends on the order of arrival. Presumed starts are by
 * the id of the stream, too.
 */
export function expectedStreams(
  hooks: readonly SentHook[],
  now: number,
  presumedEnds: ReadonlyMap<string, readonly number[]> = new Map(),
  presumedStarts: ReadonlyMap<string, readonly ExpectedStart[]> = new Map(),
): Map<string, ExpectedStream> {
  const byId = new Map<string, TimedHook[]>();
  for (const hook of hooks) {
    if (isServerHook(hook.fields)) continue;
    const id = subjectOf(hook.fields);
    const ofStream = byId.get(id) ?? [];
    ofStream.push(toTimedHook(hook));
    byId.set(id, ofStream);
  }
  return new Map(
    [...byId].map(([id, ofStream]) => {
      const presumed = { starts: presumedStarts.get(id) ?? [], ends: presumedEnds.get(id) ?? [] };
      return [id, expectedStream(id, ofStream, presumed, now)];
    }),
  );
}

interface Presumed {
  readonly starts: readonly ExpectedStart[];
  readonly ends: readonly number[];
}

const toStartEvent = ({ at, name }: ExpectedStart): TimedHook => ({
  ...{ action: PRESUMED_START, at, receivedAt: at, address: '' },
  fields: name === undefined ? {} : { streamName: name },
});

function expectedStream(id: string, hooks: readonly TimedHook[], presumed: Presumed, now: number) {
  const events = [...hooks, ...presumed.starts.map(toStartEvent)];
  const heartbeats = withAction(hooks, ['liveStreamStatus']);
  const heartbeat = latestOf(heartbeats, (hook) => ({ ...healthOf(hook), node: hook.address }));
  const heartbeatReceivedAt = Math.max(...heartbeats.map(({ receivedAt }) => receivedAt));
  const starts = clocksOf(hooks, started);
  const ends = clocksOf(hooks, ended);
  const sessions = expectedSessions({
    ...{ starts, ends, heartbeats: heartbeats.map(({ at }) => at) },
    ...{ presumedStarts: presumed.starts.map(({ at }) => at), presumedEnds: presumed.ends },
  });
  const newest = expectedNewest(sessions, heartbeat?.at, Math.max(...presumed.ends));
  const error = latestOf(withAction(hooks, errors), (hook) => ({ action: hook.action, ...errorOf(hook) }));
  const { node: _address, ...health } = heartbeat?.value ?? {};
  return {
    id,
    ...expectedStatus(newest, heartbeat?.at, heartbeatReceivedAt, now),
    ...expectedDescription(events),
    health: heartbeat ? { ...health, at: iso(heartbeat.at), receivedAt: iso(heartbeatReceivedAt) } : null,
    lastError: error ? { kind: error.value.kind, detail: error.value.detail, at: iso(error.at) } : null,
    lastRecording: withTime(latestOf(withAction(hooks, ['vodReady']), recordingOf)),
    lastEvent: withTime(latestOf(events, ({ action }) => ({ action }))),
    node: expectedNode(hooks, heartbeat),
    recordings: expectedRecordings(withAction(hooks, ['vodReady'])),
    sessions: withNewest(sessions, newest)
      .reverse()
      .map((session) => toJson(session, now)),
    tracks: expectedTracks(hooks),
  };
}

const withAction = (hooks: readonly TimedHook[], actions: readonly string[]) =>
  hooks.filter(({ action }) => actions.includes(action));

const clocksOf = (hooks: readonly TimedHook[], actions: readonly string[]) =>
  withAction(hooks, actions).map(({ at }) => at);

function expectedStatus(
  { status, inferred, session }: ExpectedNewest,
  heartbeatAt: number | undefined,
  heartbeatReceivedAt: number,
  now: number,
) {
  const isOfSession = heartbeatAt !== undefined && (inferred || heartbeatAt >= (session.startedAt ?? 0));
  const { endReason: _reason, ...times } = toJson(session, now);
  return {
    status,
    inferred,
    stale: status === 'live' && isOfSession && now - heartbeatReceivedAt > STALE_AFTER_MS,
    ...times,
  };
}

function toJson({ startedAt, endedAt, endReason }: ExpectedSession, now: number) {
  const durationMs = startedAt === null ? null : Math.max(0, (endedAt ?? now) - startedAt);
  return { startedAt: iso(startedAt), endedAt: iso(endedAt), durationMs, endReason };
}

function expectedDescription(hooks: readonly TimedHook[]) {
  const fieldOf = (name: string, actions: readonly string[]) =>
    latestOf(withAction(hooks, actions), ({ fields }) => readField(fields, name))?.value ?? null;
  const ownActions = ['liveStreamStarted', 'liveStreamEnded'];
  return {
    name: fieldOf('streamName', actionsWithTitle),
    category: fieldOf('category', actionsWithTitle),
    metadata: fieldOf('metadata', ownActions),
    room: fieldOf('mainTrackId', ownActions),
    subscriberId: fieldOf('subscriberId', ownActions),
  };
}

function withTime<T extends object>(latest: ClockedValue<T> | undefined) {
  return latest === undefined ? null : { ...latest.value, at: iso(latest.at) };
}

/** The address that the latest started, ended or heartbeat came from. */
function expectedNode(hooks: readonly TimedHook[], heartbeat: ClockedValue<{ node: string }> | undefined) {
  const lifecycle = latestOf(withAction(hooks, [...started, ...ended]), ({ action, address }) => ({
    action,
    node: address,
  }));
  const nodes = [lifecycle, heartbeat].flatMap((one) =>
    one === undefined ? [] : [{ value: one.value.node, at: one.at }],
  );
  const node = latest(nodes);
  return node === undefined ? null : { address: node.value, at: iso(node.at) };
}

/** Without a vodId each hook is a recording; equal hooks of one clock are one. */
function expectedRecordings(hooks: readonly TimedHook[]) {
  const keyOf = (hook: TimedHook) => recordingOf(hook).vodId ?? JSON.stringify([hook.at, hook.fields]);
  const keys = [...new Set(hooks.map(keyOf))];
  return keys.map((key) =>
    withTime(
      latestOf(
        hooks.filter((hook) => keyOf(hook) === key),
        recordingOf,
      ),
    ),
  );
}

/** A track is gone where its latest left is not before its latest added. */
function expectedTracks(hooks: readonly TimedHook[]) {
  const [added, left] = ['subtrackAddedInTheMainTrack', 'subtrackLeftTheMainTrack'];
  const ids = [...new Set(withAction(hooks, [added, left]).map(({ fields }) => String(fields.id)))];
  return ids.map((id) => {
    const ofTrack = hooks.filter(({ fields }) => fields.id === id);
    const [joinedAt, leftAt] = [Math.max(...clocksOf(ofTrack, [added])), Math.max(...clocksOf(ofTrack, [left]))];
    return { id, joinedAt: iso(joinedAt), leftAt: leftAt < joinedAt ? null : iso(leftAt) };
  });
}
