import { isDeepStrictEqual } from 'node:util';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { groupBy } from '../../lambda/group-by.ts';
import { maskFields } from '../../lambda/hook/masking/mask.ts';
import { serverKindOf } from '../../oracle/expected-servers.ts';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import { type SentHook, subjectOf } from '../../oracle/sent-hook.ts';
import { type ReadApi, type ReadBack, readBack, type StreamReadBack } from './read-back.ts';

/** The differences between what was sent and what the read API returns, as text for a person. */
export interface Verdict {
  /** Events that were answered 200 and are missing. */
  readonly lost: readonly string[];
  /** Events that are stored more than once, or were never sent. */
  readonly twice: readonly string[];
  /** Streams whose state is not the one that the contract derives from their hooks. */
  readonly wrong: readonly string[];
  /** The number of streams whose state is not judged, since a hook of theirs was not answered 200. */
  readonly doubtful: number;
}

export const nothingWrong: Verdict = { lost: [], twice: [], wrong: [], doubtful: 0 };

/** Compares the hooks that were sent, and their answers, with what the read API returns. */
export async function judge(api: ReadApi, delivered: readonly DeliveryResult[]): Promise<Verdict> {
  const { app = [], server = [] } = Object.fromEntries(groupBy(delivered, ({ delivery }) => delivery.from));
  const streams = groupBy(app, ({ delivery }) => subjectOf(delivery.fields));
  const found = await readBack(api, [...streams.keys()]);
  const verdicts = [...streams].map(([id, sent]) => judgeStream(id, sent, found));
  const all = [judgeServers(server, found), ...verdicts];
  return {
    lost: all.flatMap(({ lost }) => lost),
    twice: all.flatMap(({ twice }) => twice),
    wrong: all.flatMap(({ wrong }) => wrong),
    doubtful: all.reduce((sum, { doubtful }) => sum + doubtful, 0),
  };
}

function judgeStream(id: string, sent: readonly DeliveryResult[], found: ReadBack): Verdict {
  const stream = found.streams.get(id);
  const inHistory = sent.filter(({ delivery }) => delivery.fields.action !== 'liveStreamStatus');
  const events = stream?.events.map(({ action, at }) => `${id}: ${action} ${at}`) ?? [];
  const isDoubtful = !sent.every(({ answer }) => answer.ok);
  return {
    lost: multisetDifference(distinctEvents(id, inHistory.filter(isAcknowledged)), events),
    twice: multisetDifference(events, distinctEvents(id, inHistory)),
    wrong: [
      ...(isDoubtful ? [] : findDifferences(id, sent.map(toSentHook), stream)),
      ...findListErrors(id, stream, found),
    ],
    doubtful: Number(isDoubtful),
  };
}

const isAcknowledged = ({ answer }: DeliveryResult): boolean => answer.ok;

/** Copies of a hook have the same bytes and are one event: it must be stored when any of them was answered 200. */
function distinctEvents(id: string, sent: readonly DeliveryResult[]): string[] {
  const byBody = new Map(sent.map(({ delivery }) => [delivery.request.body.toString('latin1'), delivery]));
  return [...byBody.values()].map(({ fields, at }) => `${id}: ${fields.action} ${new Date(at).toISOString()}`);
}

function toSentHook({ delivery, sentAt }: DeliveryResult): SentHook {
  return { fields: maskFields(delivery.fields), receivedAt: sentAt, address: '127.0.0.1' };
}

/** Returns where a stream differs from what the oracle expects of its hooks. */
function findDifferences(id: string, hooks: readonly SentHook[], read: StreamReadBack | undefined): string[] {
  const expected = toComparable({ app: 'LiveApp', ...expectedStreams(hooks, Date.now()).get(id) });
  const found = toComparable(read?.stream);
  return Object.entries(expected).flatMap(([field, value]) => {
    if (isDeepStrictEqual(value, found[field])) return [];
    return [`${id}: ${field}: expected ${JSON.stringify(value)}, found ${JSON.stringify(found[field])}`];
  });
}

/** Drops what depends on the current time or on the time of receipt, and sorts the lists that the oracle leaves unordered. */
function toComparable(stream: Record<string, unknown> = {}): Record<string, unknown> {
  const { stale: _, recordings, tracks, ...others } = stream;
  const sorted = { ...others, recordings: sortByText(recordings), tracks: sortByText(tracks) };
  const withoutTime = (name: string, value: { endedAt?: unknown } | null | undefined) => {
    if (name === 'receivedAt') return undefined;
    return value?.endedAt === null ? { ...value, durationMs: null } : value;
  };
  return JSON.parse(JSON.stringify(sorted, withoutTime));
}

const sortByText = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((one) => JSON.stringify(one)).sort() : list;

/** Returns an error unless a stream is listed exactly once, under its own status. */
function findListErrors(id: string, read: StreamReadBack | undefined, { listed }: ReadBack): string[] {
  const expected = read === undefined ? [] : [read.stream.status];
  const found = listed.filter((stream) => stream.id === id).map(({ status }) => status);
  return isDeepStrictEqual(found, expected) ? [] : [`${id}: expected in the lists as ${expected}, found as ${found}`];
}

/** Hooks about media servers have no clock: each request is an event. */
function judgeServers(sent: readonly DeliveryResult[], found: ReadBack): Verdict {
  const hosts = new Set(sent.map(({ delivery }) => subjectOf(delivery.fields)));
  const events = found.servers
    .filter(({ host }) => hosts.has(host))
    .flatMap((server) => server.events.map(({ kind }) => `${server.host}: ${kind}`));
  const eventOf = ({ delivery: { fields } }: DeliveryResult) => `${subjectOf(fields)}: ${serverKindOf(fields)}`;
  return {
    lost: multisetDifference(sent.filter(isAcknowledged).map(eventOf), events),
    twice: multisetDifference(events, sent.map(eventOf)),
    wrong: [],
    doubtful: 0,
  };
}

/** Returns the elements of one list that remain when each element of the other removes one that equals it. */
export function multisetDifference(some: readonly string[], others: readonly string[]): string[] {
  const remaining = [...others];
  return some.filter((one) => {
    const index = remaining.indexOf(one);
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
}
