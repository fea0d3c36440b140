import { MIN_TIMESTAMP } from '../../lambda/hook/event-clock.ts';
import { nodeOf } from '../../words/stream-fields.ts';
import type { Stream } from '../streams/fetch-streams.ts';

/** A time that is further from its receipt, in ms, is no clock's: a publisher can send any. */
const MAX_LAG_MS = 86_400_000;

/** The hooks of which each carries its time, from release 2.9 on. */
const timedActions = ['liveStreamStarted', 'liveStreamEnded', 'vodReady'];

/** A hook about a stream, as the read API lists its event. */
export interface ReceivedEvent {
  readonly app: string;
  readonly id: string;
  readonly action: string;
  readonly receivedAt: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a machine with live streams has sent. */
export interface NodeHooks {
  readonly address: string;
  /** The number of its live streams. */
  readonly live: number;
  /** When its last hook was received, ISO 8601; null when none is known. */
  readonly lastAt: string | null;
  /** How long its last heartbeat was on its way by both clocks, in ms; without one that has a usable time as `clockLagMs`. */
  readonly lagMs: number | null;
  /**
   * The lag, in ms, by which its clock is judged, negative where the clock is ahead: the least of its heartbeats, else the median
   * of its events, whose times a publisher can forge; null where none had a usable time, and where only a single event had.
   */
  readonly clockLagMs: number | null;
  /** Whether its hooks have usable times; `unknown` where none was heard that should have one. */
  readonly times: Times;
}

type Times = 'usable' | 'unusable' | 'absent' | 'unknown';

interface Sample {
  readonly of: 'heartbeat' | 'event' | 'state';
  readonly receivedAt: number;
  readonly lagMs: number | null;
  readonly times: Times;
}

/**
 * Sums up what the machines of the live streams have sent: of each stream the last heartbeat, and those of the events that
 * belong to its session; where events are not listed (null), the latest times in the state of the stream. The machine with the
 * most live streams comes first.
 */
export function sumUpNodes(live: readonly Stream[], events: readonly ReceivedEvent[] | null): NodeHooks[] {
  const nodes = new Map<string, { live: number; samples: Sample[] }>();
  const streams = new Map(live.map((stream) => [keyOf(stream), stream]));
  for (const stream of streams.values()) {
    const node = nodes.get(nodeOf(stream) ?? '') ?? { live: 0, samples: [] };
    const samples = [...node.samples, ...heartbeatOf(stream), ...(events === null ? stateOf(stream) : [])];
    nodes.set(nodeOf(stream) ?? '', { live: node.live + 1, samples });
  }
  for (const event of events ?? []) {
    const stream = streams.get(keyOf(event));
    if (stream !== undefined && isOfSession(event, stream))
      nodes.get(nodeOf(stream) ?? '')?.samples.push(sampleOf(event));
  }
  nodes.delete(''); // those whose machine is not known
  return [...nodes]
    .map(([address, { live, samples }]) => ({ address, live, ...sumUpSamples(samples) }))
    .sort((a, b) => b.live - a.live || (a.address < b.address ? -1 : 1));
}

const keyOf = ({ app, id }: { readonly app: string; readonly id: string }): string => JSON.stringify([app, id]);

/** An event of an earlier session may have come from another machine. */
const isOfSession = ({ receivedAt }: ReceivedEvent, { startedAt }: Stream): boolean =>
  startedAt !== null && Date.parse(receivedAt) >= Date.parse(startedAt);

/** A heartbeat whose own time cannot be used has that of its receipt. */
function heartbeatOf({ health }: Stream): Sample[] {
  if (health === null || health.receivedAt === null) return [];
  const receivedAt = Date.parse(health.receivedAt);
  const lagMs = receivedAt - Date.parse(health.at);
  if (lagMs === 0) return [{ of: 'heartbeat', receivedAt, lagMs: null, times: 'unusable' }];
  return [{ of: 'heartbeat', receivedAt, lagMs, times: 'usable' }];
}

/** The times of the state are those of the events: they may be some minutes off, and say nothing about a clock. */
const stateOf = ({ node, lastEvent }: Stream): Sample[] =>
  [node, lastEvent].flatMap((entry) =>
    entry === null ? [] : [{ of: 'state', receivedAt: Date.parse(entry.at), lagMs: null, times: 'unknown' }],
  );

/** The time as the media server sent it: the event's `at` is that of its receipt where the clock is far ahead. */
function sampleOf({ action, receivedAt: received, fields: { timestamp } }: ReceivedEvent): Sample {
  const receivedAt = Date.parse(received);
  const sample = { of: 'event', receivedAt, lagMs: null } as const;
  if (timestamp === undefined) return { ...sample, times: timedActions.includes(action) ? 'absent' : 'unknown' };
  const sentAt = typeof timestamp === 'string' && /^\d+$/.test(timestamp) ? Number(timestamp) : timestamp;
  if (typeof sentAt !== 'number' || !Number.isSafeInteger(sentAt)) return { ...sample, times: 'unusable' };
  const lagMs = receivedAt - sentAt;
  if (sentAt < MIN_TIMESTAMP || Math.abs(lagMs) > MAX_LAG_MS) return { ...sample, times: 'unusable' };
  return { ...sample, lagMs, times: 'usable' };
}

function sumUpSamples(samples: readonly Sample[]): Omit<NodeHooks, 'address' | 'live'> {
  const newestFirst = samples.toSorted((a, b) => b.receivedAt - a.receivedAt);
  const lagsOf = (of: Sample['of']) => newestFirst.flatMap((sample) => (sample.of === of ? (sample.lagMs ?? []) : []));
  const [lastAt] = newestFirst.map(({ receivedAt }) => new Date(receivedAt).toISOString());
  const [lagMs, ...others] = lagsOf('heartbeat');
  const clockLagMs = lagMs === undefined ? lagOfEvents(samples, lagsOf('event')) : Math.min(lagMs, ...others);
  return {
    lastAt: lastAt ?? null,
    lagMs: lagMs ?? clockLagMs,
    clockLagMs,
    times: clockLagMs === null ? whyUnusable(samples) : 'usable',
  };
}

/** A single event accuses no clock, as its time may be forged, unless a heartbeat whose time is not usable confirms it. */
function lagOfEvents(samples: readonly Sample[], lags: readonly number[]): number | null {
  return lags.length > 1 || samples.some(isUnusableHeartbeat) ? medianOf(lags) : null;
}

const isUnusableHeartbeat = ({ of, times }: Sample): boolean => of === 'heartbeat' && times === 'unusable';

/** Returns the median; of two middle values the one that is nearer to 0, so that one forged time of two accuses no clock. */
function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0] ?? null;
}

/** A release that sends no time leaves it out of each hook: one that has it then is a publisher's. So may be a single one that is odd. */
function whyUnusable(samples: readonly Sample[]): Times {
  if (samples.some(({ times }) => times === 'absent')) return 'absent';
  const unusable = samples.filter(({ times }) => times === 'unusable');
  return unusable.length > 1 || unusable.some(isUnusableHeartbeat) ? 'unusable' : 'unknown';
}
