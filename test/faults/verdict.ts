import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../cli/simulate/group-by.ts';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { maskFields } from '../../lambda/hook/masking/mask.ts';
import { subjectOf } from '../../oracle/expected-stream.ts';
import { expectedStream, type SentHook } from '../hook/hook-request.builder.ts';
import { type ReadApi, type ReadBack, readBack, type StreamReadBack } from './read-back.ts';

/** What the read API says otherwise than it must: in words, for whoever has to find out why. */
export interface Verdict {
  /** Events that were answered 200, and are not there. */
  readonly lost: readonly string[];
  /** Events that are there more often than once, or were never sent. */
  readonly twice: readonly string[];
  /** Streams that are not what the contract makes of their hooks. */
  readonly wrong: readonly string[];
  /** How many streams can be this or that: not all of their hooks were answered 200. */
  readonly doubtful: number;
}

export const nothingWrong: Verdict = { lost: [], twice: [], wrong: [], doubtful: 0 };

/** Compares what was sent, and answered 200, with what the read API says of it. */
export async function judge(api: ReadApi, delivered: readonly DeliveryResult[]): Promise<Verdict> {
  const { app = [], server = [] } = Object.fromEntries(groupBy(delivered, ({ delivery }) => delivery.from));
  const streams = groupBy(app, ({ delivery }) => subjectOf(delivery));
  const readBackAll = await readBack(api, [...streams.keys()]);
  const verdicts = [...streams].map(([id, sent]) => judgeStream(id, sent, readBackAll));
  const doubtful = verdicts.filter((verdict) => verdict.doubtful > 0).length;
  const all = [judgeServers(server, readBackAll), ...verdicts];
  return {
    lost: all.flatMap(({ lost }) => lost),
    twice: all.flatMap(({ twice }) => twice),
    wrong: all.flatMap(({ wrong }) => wrong),
    doubtful,
  };
}

function judgeStream(id: string, sent: readonly DeliveryResult[], found: ReadBack): Verdict {
  const readBack = found.streams.get(id);
  const distinct = [...groupBy(sent, ({ delivery }) => delivery.request.body.toString('latin1')).values()];
  const inHistory = distinct.filter(([first]) => first?.delivery.fields.action !== 'liveStreamStatus');
  const events = readBack?.events.map(({ action, at }) => `${id}: ${action} ${at}`) ?? [];
  const isDoubtful = !sent.every(({ answer }) => answer.ok);
  return {
    lost: multisetDifference(inHistory.filter(isAcknowledged).map(eventOf), events),
    twice: multisetDifference(events, inHistory.map(eventOf)),
    wrong: [
      ...(isDoubtful ? [] : differences(id, distinct.map(hookOf), readBack)),
      ...listMistakes(id, readBack, found),
    ],
    doubtful: Number(isDoubtful),
  };

  function eventOf([first]: readonly DeliveryResult[]): string {
    return `${id}: ${first?.delivery.fields.action} ${new Date(first?.delivery.at ?? Number.NaN).toISOString()}`;
  }
}

/** Copies of a hook are one event: it has to be there when any of them was answered 200. */
const isAcknowledged = (copies: readonly DeliveryResult[]): boolean => copies.some(({ answer }) => answer.ok);

function hookOf([first]: readonly DeliveryResult[]): SentHook {
  const fields = maskFields(first?.delivery.fields ?? {});
  return { fields, receivedAt: first?.sentAt ?? Number.NaN, requestId: '', address: '127.0.0.1' };
}

/** Where a stream is not what the second reading of the contract makes of its hooks. */
function differences(id: string, hooks: readonly SentHook[], read: StreamReadBack | undefined): string[] {
  const expected = comparable(expectedStream(hooks, id, Date.now()));
  const found = comparable(read?.stream);
  return Object.entries(expected).flatMap(([field, value]) => {
    if (isDeepStrictEqual(value, found[field])) return [];
    return [`${id}: ${field}: expected ${JSON.stringify(value)}, found ${JSON.stringify(found[field])}`];
  });
}

/** Without what goes on with the clock, or is the receiver's own, and what has no order of its own in one that the model knows. */
function comparable(stream: Record<string, unknown> | undefined): Record<string, unknown> {
  const { stale: _, recordings, tracks, sessions, ...others } = stream ?? {};
  return JSON.parse(
    JSON.stringify(
      { ...others, sessions, recordings: sortedByText(recordings), tracks: sortedByText(tracks) },
      (name, value) => {
        if (name === 'receivedAt') return undefined;
        return value?.endedAt === null ? { ...value, durationMs: null } : value;
      },
    ),
  );
}

const sortedByText = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((one) => JSON.stringify(one)).sort() : list;

/** A stream is listed once, under the status that it has. */
function listMistakes(id: string, read: StreamReadBack | undefined, { listed }: ReadBack): string[] {
  const expected = read === undefined ? [] : [read.stream.status];
  const found = listed.filter((stream) => stream.id === id).map(({ status }) => status);
  return isDeepStrictEqual(found, expected) ? [] : [`${id}: expected in the lists as ${expected}, found as ${found}`];
}

/** What media servers tell of themselves has no clock: each request is an event. */
function judgeServers(sent: readonly DeliveryResult[], found: ReadBack): Verdict {
  const hosts = new Set(sent.map(({ delivery }) => subjectOf(delivery)));
  const events = found.servers
    .filter(({ host }) => hosts.has(host))
    .flatMap((server) => server.events.map(({ kind }) => `${server.host}: ${kind}`));
  const eventOf = ({ delivery }: DeliveryResult) => {
    const kind = delivery.fields.appNames === undefined ? 'highResourceUsage' : 'unexpectedServerShutdown';
    return `${subjectOf(delivery)}: ${kind}`;
  };
  const acknowledged = sent.filter(({ answer }) => answer.ok);
  return {
    lost: multisetDifference(acknowledged.map(eventOf), events),
    twice: multisetDifference(events, sent.map(eventOf)),
    wrong: [],
    doubtful: 0,
  };
}

/** What is left of some when each of the others has taken one like it away. */
export function multisetDifference(some: readonly string[], others: readonly string[]): string[] {
  const remaining = [...others];
  return some.filter((one) => {
    const index = remaining.indexOf(one);
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
}
