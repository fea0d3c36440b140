import { isDeepStrictEqual } from 'node:util';
import { subjectOf } from '../../cli/simulate/expect.ts';
import { grouped } from '../../cli/simulate/grouped.ts';
import type { Delivered } from '../../cli/simulate/send-all.ts';
import { maskFields } from '../../lambda/hook/masking/mask.ts';
import { streamOf, type WireHook } from '../stream/model.ts';
import { type ReadApi, type ReadBack, readBack, type StreamRead } from './read-back.ts';

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
export async function judge(api: ReadApi, delivered: readonly Delivered[]): Promise<Verdict> {
  const { app = [], server = [] } = Object.fromEntries(grouped(delivered, ({ delivery }) => delivery.from));
  const streams = grouped(app, ({ delivery }) => subjectOf(delivery));
  const found = await readBack(api, [...streams.keys()]);
  const verdicts = [...streams].map(([id, sent]) => judgeStream(id, sent, found));
  const doubtful = verdicts.filter((verdict) => verdict.doubtful > 0).length;
  const all = [judgeServers(server, found), ...verdicts];
  return {
    lost: all.flatMap(({ lost }) => lost),
    twice: all.flatMap(({ twice }) => twice),
    wrong: all.flatMap(({ wrong }) => wrong),
    doubtful,
  };
}

function judgeStream(id: string, sent: readonly Delivered[], found: ReadBack): Verdict {
  const read = found.streams.get(id);
  const once = [...grouped(sent, ({ delivery }) => delivery.request.body.toString('latin1')).values()];
  const historic = once.filter(([first]) => first?.delivery.fields.action !== 'liveStreamStatus');
  const events = read?.events.map(({ action, at }) => `${id}: ${action} ${at}`) ?? [];
  const isDoubtful = !sent.every(({ answer }) => answer.ok);
  return {
    lost: minus(historic.filter(isKept).map(eventOf), events),
    twice: minus(events, historic.map(eventOf)),
    wrong: [...(isDoubtful ? [] : differences(id, once.map(hookOf), read)), ...misplaced(id, read, found)],
    doubtful: Number(isDoubtful),
  };

  function eventOf([first]: readonly Delivered[]): string {
    return `${id}: ${first?.delivery.fields.action} ${new Date(first?.delivery.at ?? Number.NaN).toISOString()}`;
  }
}

/** Copies of a hook are one event: it has to be there when any of them was answered 200. */
const isKept = (copies: readonly Delivered[]): boolean => copies.some(({ answer }) => answer.ok);

function hookOf([first]: readonly Delivered[]): WireHook {
  const fields = maskFields(first?.delivery.fields ?? {});
  return { fields, receivedAt: first?.sentAt ?? Number.NaN, requestId: '', address: '127.0.0.1' };
}

/** Where a stream is not what the second reading of the contract makes of its hooks. */
function differences(id: string, hooks: readonly WireHook[], read: StreamRead | undefined): string[] {
  const expected = timeless(streamOf(hooks, id, Date.now()));
  const found = timeless(read?.stream);
  return Object.entries(expected).flatMap(([field, value]) => {
    if (isDeepStrictEqual(value, found[field])) return [];
    return [`${id}: ${field}: expected ${JSON.stringify(value)}, found ${JSON.stringify(found[field])}`];
  });
}

/** Without what goes on with the clock, or is the receiver's own, and what has no order of its own in one that the model knows. */
function timeless(stream: Record<string, unknown> | undefined): Record<string, unknown> {
  const { stale: _, recordings, tracks, sessions, ...others } = stream ?? {};
  return JSON.parse(
    JSON.stringify({ ...others, sessions, recordings: byText(recordings), tracks: byText(tracks) }, (name, value) => {
      if (name === 'receivedAt') return undefined;
      return value?.endedAt === null ? { ...value, durationMs: null } : value;
    }),
  );
}

const byText = (list: unknown): unknown => (Array.isArray(list) ? list.map((one) => JSON.stringify(one)).sort() : list);

/** A stream is listed once, under the status that it has. */
function misplaced(id: string, read: StreamRead | undefined, { listed }: ReadBack): string[] {
  const expected = read === undefined ? [] : [read.stream.status];
  const found = listed.filter((stream) => stream.id === id).map(({ status }) => status);
  return isDeepStrictEqual(found, expected) ? [] : [`${id}: expected in the lists as ${expected}, found as ${found}`];
}

/** What media servers tell of themselves has no clock: each request is an event. */
function judgeServers(sent: readonly Delivered[], found: ReadBack): Verdict {
  const hosts = new Set(sent.map(({ delivery }) => subjectOf(delivery)));
  const events = found.servers
    .filter(({ host }) => hosts.has(host))
    .flatMap((server) => server.events.map(({ kind }) => `${server.host}: ${kind}`));
  const eventOf = ({ delivery }: Delivered) => {
    const kind = delivery.fields.appNames === undefined ? 'highResourceUsage' : 'unexpectedServerShutdown';
    return `${subjectOf(delivery)}: ${kind}`;
  };
  const kept = sent.filter(({ answer }) => answer.ok);
  return { lost: minus(kept.map(eventOf), events), twice: minus(events, sent.map(eventOf)), wrong: [], doubtful: 0 };
}

/** What is left of some when each of the others has taken one like it away. */
export function minus(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return some.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
