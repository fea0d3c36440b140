import type { HookRequest } from '../../lambda/hook/hook-request.ts';

/**
 * What the contract says of a set of hooks, written a second time and as plainly as it reads: no folding, no order of
 * arrival, no code of `lambda/`. The tests hold the receiver to it.
 */

/** A hook as the wire says it, and when it was received. */
export interface SentHook {
  readonly fields: Record<string, unknown>;
  readonly receivedAt: number;
  readonly requestId: string;
  /** The address it came from. @default 203.0.113.9 */
  readonly address?: string;
}

export function buildHookRequest(hook: SentHook): HookRequest {
  const { receivedAt, requestId, address = '203.0.113.9' } = hook;
  return {
    app: 'LiveApp',
    token: 'token',
    address,
    bytes: Buffer.from(JSON.stringify(hook.fields)),
    contentType: 'application/json',
    receivedAt,
    requestId,
  };
}

interface TimedHook {
  action: string;
  at: number;
  receivedAt: number;
  address: string;
  fields: Record<string, unknown>;
}

const started = ['liveStreamStarted', 'firstActiveTrackAddedInMainTrack'];
const ended = ['liveStreamEnded', 'noActiveSubtracksLeftInMainTrack'];
const tracks = ['subtrackAddedInTheMainTrack', 'subtrackLeftTheMainTrack'];
const errors = ['endpointFailed', 'publishTimeoutError', 'encoderNotOpenedError'];
const others = ['vodReady', 'liveStreamStatus', 'playStarted', 'playStopped', 'idleTimeIsExpired'];
const known = [...started, ...ended, ...tracks, ...errors, ...others];
const ofRoom = ['firstActiveTrackAddedInMainTrack', ...tracks];

const readField = (fields: Record<string, unknown>, name: string) =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function clockOf({ fields, receivedAt }: SentHook): number {
  const { timestamp } = fields;
  const at = typeof timestamp === 'string' && /^\d+$/.test(timestamp) ? Number(timestamp) : timestamp;
  const isClock = typeof at === 'number' && Number.isInteger(at) && at >= Date.UTC(2024, 0, 1);
  return isClock && at <= receivedAt + 120_000 ? at : receivedAt;
}

function subjectOf({ fields }: SentHook): unknown {
  if (fields.action === 'noActiveSubtracksLeftInMainTrack') return readField(fields, 'mainTrackId') ?? fields.id;
  return ofRoom.includes(String(fields.action))
    ? (readField(fields, 'mainTrackId') ?? readField(fields, 'roomId'))
    : fields.id;
}

/** The latest of those that have a value; at the same clock the greater JSON text. */
function latest<T>(values: { at: number; value: T }[]): { at: number; value: T } | undefined {
  const text = ({ value }: { value: T }) => JSON.stringify(value);
  return values.toSorted((a, b) => a.at - b.at || (text(a) < text(b) ? -1 : 1)).at(-1);
}

/** What `GET /streams/LiveApp/{id}` should say, apart from its events. */
export function expectedStream(hooks: readonly SentHook[], id: string, now: number) {
  const timed: TimedHook[] = hooks
    .filter((hook) => subjectOf(hook) === id)
    .map((hook) => ({
      action: String(hook.fields.action),
      at: clockOf(hook),
      receivedAt: hook.receivedAt,
      address: hook.address ?? '',
      fields: hook.fields,
    }));
  if (timed.length === 0) return undefined;
  const of = (...actions: string[]) => timed.filter(({ action }) => actions.includes(action));

  const heartbeats = of('liveStreamStatus');
  const heartbeat = latest(
    heartbeats.map(({ at, fields, address }) => ({ at, value: { ...healthOf(fields), node: address } })),
  );
  const heartbeatReceivedAt = Math.max(...heartbeats.map(({ receivedAt }) => receivedAt));
  const sessions = sessionsOf(of(...started), of(...ended));
  const newest = sessions.at(-1);
  const open = newest !== undefined && newest.endedAt === null;
  const revived = !open && heartbeat !== undefined && heartbeat.at > (newest?.endedAt ?? -Infinity) + 15_000;
  const status = open || revived ? 'live' : newest ? 'ended' : 'unknown';
  const shownSession = revived ? undefined : newest;
  const isOfSession = heartbeat !== undefined && (revived || heartbeat.at >= (newest?.startedAt ?? 0));

  const describing = known.filter((action) => !tracks.includes(action));
  const field = (name: string, actions: string[]) =>
    latest(
      of(...actions).flatMap(({ at, fields }) =>
        readField(fields, name) == null ? [] : [{ at, value: readField(fields, name) }],
      ),
    )?.value ?? null;
  const ownLifecycle = ['liveStreamStarted', 'liveStreamEnded'];
  const error = latest(
    of(...errors).map(({ action, at, fields }) => ({ at, value: { action, ...errorOf(action, fields) } })),
  );
  const vod = latest(of('vodReady').map(({ at, fields }) => ({ at, value: vodOf(fields) })));
  const last = latest(timed.map(({ action, at }) => ({ at, value: { action } })));

  return {
    app: 'LiveApp',
    id,
    status,
    inferred: revived,
    stale: status === 'live' && isOfSession && now - heartbeatReceivedAt > 60_000,
    startedAt: iso(shownSession?.startedAt ?? null),
    endedAt: iso(shownSession?.endedAt ?? null),
    durationMs:
      shownSession === undefined || shownSession.startedAt === null
        ? null
        : Math.max(0, (shownSession.endedAt ?? now) - shownSession.startedAt),
    name: field('streamName', describing),
    category: field('category', describing),
    metadata: field('metadata', ownLifecycle),
    room: field('mainTrackId', ownLifecycle),
    subscriberId: field('subscriberId', ownLifecycle),
    health: heartbeat
      ? { ...withoutNode(heartbeat.value), at: iso(heartbeat.at), receivedAt: iso(heartbeatReceivedAt) }
      : null,
    lastError: error ? { kind: error.value.kind, detail: error.value.detail, at: iso(error.at) } : null,
    lastRecording: vod ? { ...vod.value, at: iso(vod.at) } : null,
    lastEvent: last ? { action: last.value.action, at: iso(last.at) } : null,
    node: nodeOf(of(...started, ...ended), heartbeat),
    recordings: recordingsOf(of('vodReady')),
    sessions: sessions.toReversed().map((session) => ({
      startedAt: iso(session.startedAt),
      endedAt: iso(session.endedAt),
      durationMs: session.startedAt === null ? null : Math.max(0, (session.endedAt ?? now) - session.startedAt),
      endReason: session.endReason,
    })),
    tracks: tracksOf(of(...tracks)),
  };
}

function withoutNode<T extends { node: string }>({ node: _node, ...rest }: T) {
  return rest;
}

function nodeOf(edges: TimedHook[], heartbeat: { at: number; value: { node: string } } | undefined) {
  const lifecycle = latest(edges.map(({ at, action, address }) => ({ at, value: { action, node: address } })));
  const node = latest([lifecycle, heartbeat].flatMap((one) => (one ? [{ at: one.at, value: one.value.node }] : [])));
  return node ? { address: node.value, at: iso(node.at) } : null;
}

interface ExpectedSession {
  startedAt: number | null;
  endedAt: number | null;
  endReason: 'ended' | 'superseded' | null;
}

function sessionsOf(starts: TimedHook[], ends: TimedHook[]): ExpectedSession[] {
  const all = [...starts.map(({ at }) => ({ at, end: false })), ...ends.map(({ at }) => ({ at, end: true }))];
  all.sort((a, b) => a.at - b.at || Number(a.end) - Number(b.end));
  const sessions: ExpectedSession[] = [];
  for (const { at, end } of all) {
    const newest = sessions.at(-1);
    const open = newest?.endedAt === null ? newest : undefined;
    if (open && !end && open.startedAt === at) continue;
    if (open) Object.assign(open, { endedAt: at, endReason: end ? 'ended' : 'superseded' });
    if (!end) sessions.push({ startedAt: at, endedAt: null, endReason: null });
    else if (!open && !(newest?.endedAt != null && at - newest.endedAt <= 10_000)) {
      sessions.push({ startedAt: null, endedAt: at, endReason: 'ended' });
    }
  }
  return sessions;
}

const number = (value: unknown) => (value === undefined || value === null ? null : Number(value));

function healthOf(fields: Record<string, unknown>) {
  return {
    width: number(fields.width),
    height: number(fields.height),
    speed: number(fields.speed),
    totalByteReceived: number(fields.totalByteReceived),
    inputQueueSize: number(fields.inputQueueSize),
    encodingQueueSize: number(fields.encodingQueueSize),
    dropFrameCountInEncoding: number(fields.dropFrameCountInEncoding),
    dropPacketCountInIngestion: number(fields.dropPacketCountInIngestion),
  };
}

function errorOf(action: string, fields: Record<string, unknown>): { kind: string; detail: unknown } {
  const metadata = fields.metadata as Record<string, unknown> | undefined;
  if (action === 'encoderNotOpenedError') return { kind: action, detail: null };
  if (action === 'publishTimeoutError' || metadata === undefined) {
    return { kind: 'publishTimeoutError', detail: metadata?.subscriberId ?? null };
  }
  return { kind: 'endpointFailed', detail: metadata['rtmp-url'] ?? null };
}

function vodOf(fields: Record<string, unknown>) {
  const durationMs = number(fields.duration);
  const isNegative = durationMs !== null && durationMs < 0;
  return { vodId: fields.vodId ?? null, name: fields.vodName ?? null, durationMs: isNegative ? null : durationMs };
}

function recordingsOf(vods: TimedHook[]) {
  const ids = [...new Set(vods.map(({ fields }) => fields.vodId))];
  const newest = ids.flatMap(
    (id) =>
      latest(
        vods.filter(({ fields }) => fields.vodId === id).map(({ at, fields }) => ({ at, value: vodOf(fields) })),
      ) ?? [],
  );
  return newest.map(({ at, value }) => ({ ...value, at: iso(at) }));
}

function tracksOf(events: TimedHook[]) {
  const ids = [...new Set(events.map(({ fields }) => String(fields.id)))];
  return ids.map((id) => {
    const clocks = (action: string) =>
      events.filter((event) => event.action === action && event.fields.id === id).map(({ at }) => at);
    const joined = clocks('subtrackAddedInTheMainTrack').reduce((a, b) => Math.max(a, b), -1);
    const left = clocks('subtrackLeftTheMainTrack').reduce((a, b) => Math.max(a, b), -1);
    return { id, joinedAt: iso(joined < 0 ? null : joined), leftAt: iso(left < 0 || left < joined ? null : left) };
  });
}
