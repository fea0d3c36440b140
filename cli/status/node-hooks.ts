import { MIN_TIMESTAMP } from '../../lambda/hook/event-clock.ts';
import { nodeOf } from '../../words/stream-fields.ts';
import type { Stream } from '../streams/fetch-streams.ts';

/** A hook about a stream, as the read API lists its event. */
export interface ReceivedEvent {
  readonly app: string;
  readonly id: string;
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
  /** How long that hook was on its way by both clocks, in ms; null where it had no usable time. */
  readonly lagMs: number | null;
  /** The least lag of all hooks that were looked at, in ms, by which its clock is judged; negative where its clock is ahead. */
  readonly leastLagMs: number | null;
}

interface Sample {
  readonly receivedAt: number;
  readonly lagMs: number | null;
}

/**
 * Sums up what the machines of the live streams have sent: of each stream the last heartbeat, and those of the events that
 * belong to its session. The machine with the most live streams comes first.
 */
export function sumUpNodes(live: readonly Stream[], events: readonly ReceivedEvent[]): NodeHooks[] {
  const nodes = new Map<string, { live: number; samples: Sample[] }>();
  const streams = new Map(live.map((stream) => [keyOf(stream), stream]));
  for (const stream of streams.values()) {
    const node = nodes.get(nodeOf(stream) ?? '') ?? { live: 0, samples: [] };
    nodes.set(nodeOf(stream) ?? '', { live: node.live + 1, samples: [...node.samples, ...heartbeatOf(stream)] });
  }
  for (const event of events) {
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
  return [{ receivedAt, lagMs: lagMs === 0 ? null : lagMs }];
}

/** The time as the media server sent it: the event's `at` is that of its receipt where the clock is far ahead. */
function sampleOf({ receivedAt, fields: { timestamp } }: ReceivedEvent): Sample {
  const sentAt = typeof timestamp === 'string' && /^\d+$/.test(timestamp) ? Number(timestamp) : timestamp;
  const isUsable = typeof sentAt === 'number' && sentAt >= MIN_TIMESTAMP;
  return { receivedAt: Date.parse(receivedAt), lagMs: isUsable ? Date.parse(receivedAt) - sentAt : null };
}

function sumUpSamples(samples: readonly Sample[]): Pick<NodeHooks, 'lastAt' | 'lagMs' | 'leastLagMs'> {
  const [last] = samples.toSorted((a, b) => b.receivedAt - a.receivedAt);
  const lags = samples.flatMap(({ lagMs }) => lagMs ?? []);
  return {
    lastAt: last === undefined ? null : new Date(last.receivedAt).toISOString(),
    lagMs: last?.lagMs ?? null,
    leastLagMs: lags.length === 0 ? null : Math.min(...lags),
  };
}
