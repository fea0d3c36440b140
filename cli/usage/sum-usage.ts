import type { BilledSession } from './bill-sessions.ts';

/** The sums of one app, stream, day or value of metadata, or of all. */
export interface UsageSums {
  /** In ms. */
  readonly durationMs: number;
  /** The number of sessions; joined ones are one. Of a session over several days each day counts it. */
  readonly sessions: number;
  /** The number of sessions that are open. */
  readonly open: number;
  /** The number of sessions whose end in the period is presumed. */
  readonly presumedEnds: number;
  /** The number of sessions whose start was missed: they have no time. */
  readonly startUnknown: number;
}

/** A row of a usage table. */
export interface UsageRow<Group> {
  readonly group: Group;
  readonly sums: UsageSums;
}

/** A stretch of a billed session that belongs to one group. */
interface Stretch<Group> {
  readonly group: Group;
  readonly billed: BilledSession;
  /** In ms. */
  readonly durationMs: number;
  /** The session's mark belongs to its last stretch, which it may change. */
  readonly isLast: boolean;
}

/** Sums the time of sessions by group; the sessions of a stream follow each other in order of time. */
export function sumByGroup<Group extends string | null>(
  sessions: Iterable<BilledSession>,
  groupOf: (billed: BilledSession) => Group,
): UsageRow<Group>[] {
  return sumStretches(
    mapEach(sessions, (billed) => ({
      group: groupOf(billed),
      billed,
      durationMs: billed.to - billed.from,
      isLast: true,
    })),
  );
}

/** Sums the time of sessions by the days that begin at `starts` (ascending, in ms since the epoch), named by `nameOf`. */
export function sumByDay(
  sessions: Iterable<BilledSession>,
  starts: readonly number[],
  nameOf: (ms: number) => string,
): UsageRow<string>[] {
  return sumStretches(cutIntoDays(sessions, starts, nameOf));
}

function* cutIntoDays(
  sessions: Iterable<BilledSession>,
  starts: readonly number[],
  nameOf: (ms: number) => string,
): Generator<Stretch<string>> {
  const names = new Map<number, string>();
  const nameAt = (ms: number, day: number): string => {
    const name = names.get(day) ?? nameOf(ms);
    names.set(day, name);
    return name;
  };
  for (const billed of sessions) {
    let from = billed.from;
    for (let day = firstAfter(starts, from); ; day += 1) {
      const to = Math.min(starts[day] ?? billed.to, billed.to);
      yield { group: nameAt(from, day), billed, durationMs: to - from, isLast: to === billed.to };
      if (to === billed.to) break;
      from = to;
    }
  }
}

/** Returns the index of the first start after a time. */
function firstAfter(starts: readonly number[], ms: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sums the time of all sessions. */
export function sumAll(sessions: Iterable<BilledSession>): UsageSums {
  return sumByGroup(sessions, () => null)[0]?.sums ?? noUsage;
}

const noUsage: UsageSums = { durationMs: 0, sessions: 0, open: 0, presumedEnds: 0, startUnknown: 0 };

function sumStretches<Group extends string | null>(stretches: Iterable<Stretch<Group>>): UsageRow<Group>[] {
  const groups = new Map<Group, { sums: UsageSums; lastJoined: object | null }>();
  for (const { group, billed, durationMs, isLast } of stretches) {
    const { sums, lastJoined } = groups.get(group) ?? { sums: noUsage, lastJoined: null };
    const isNew = billed.isCertain && billed.joined !== lastJoined;
    const mark = isLast ? billed.mark : null;
    groups.set(group, {
      sums: {
        durationMs: sums.durationMs + durationMs,
        sessions: sums.sessions + Number(isNew),
        open: sums.open + Number(mark === 'open'),
        presumedEnds: sums.presumedEnds + Number(mark === 'presumedEnd'),
        startUnknown: sums.startUnknown + Number(mark === 'startUnknown'),
      },
      lastJoined: billed.joined,
    });
  }
  return Array.from(groups, ([group, { sums }]) => ({ group, sums }));
}

function* mapEach<T, U>(values: Iterable<T>, toOther: (value: T) => U): Generator<U> {
  for (const value of values) yield toOther(value);
}
