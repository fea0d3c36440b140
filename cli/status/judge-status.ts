import { pluralize } from '../../lambda/text/pluralize.ts';
import { oldAgeOf, uncountedAgeOf } from './counts-age.ts';
import { formatShortDuration } from './short-duration.ts';
import { type DeferredEvents, type Part, type PartName, partNames, type StatusParts } from './status-parts.ts';

/** The exit codes of the command. */
export const exitCodes = { well: 0, needsALook: 1, notLooked: 2 } as const;

/** A deferred event that waits longer than this needs a look, in ms: a table that answers takes it within seconds. */
const LONG_WAIT_MS = 300_000;

/** Why parts could not be read. */
export interface Unreadable {
  readonly parts: readonly PartName[];
  readonly reason: string;
}

/** The answer to "is it well". */
export interface Judgement {
  readonly exitCode: (typeof exitCodes)[keyof typeof exitCodes];
  /** What needs a look, such as `2 alarms ring`. */
  readonly concerns: readonly string[];
  /** The parts that should be there and could not be read, by reason. */
  readonly unreadable: readonly Unreadable[];
}

/** The parts that the read API has. */
const apiParts = ['counts', 'hooks', 'errors', 'refusals'] as const satisfies readonly PartName[];

/** Finds the one reason for which no part of the read API could be read, if that is the answer: a concern outweighs it. */
export function findOutage({ exitCode, unreadable }: Judgement): Unreadable | undefined {
  if (exitCode !== exitCodes.notLooked) return undefined;
  return unreadable.find(({ parts }) => apiParts.every((part) => parts.includes(part)));
}

/**
 * Judges what was read: a concern outweighs what could not be read, and that outweighs that all else is well. `now` is in ms
 * since the epoch.
 */
export function judgeStatus(parts: StatusParts, now: number): Judgement {
  const concerns = [...streamConcerns(parts, now), ...backlogConcerns(parts, now)];
  const unreadable = groupByReason(parts);
  if (concerns.length > 0) return { exitCode: exitCodes.needsALook, concerns, unreadable };
  return { exitCode: unreadable.length > 0 ? exitCodes.notLooked : exitCodes.well, concerns, unreadable };
}

/** Errors are read anew; the counts have those of the last sweep, should the errors be unreadable. Old counts say nothing. */
function streamConcerns({ alarms, counts, errors, hooks }: StatusParts, now: number): string[] {
  const lastCounts = readValueOf(counts);
  const oldMs = lastCounts === undefined ? null : oldAgeOf(lastCounts, now);
  const uncountedMs = lastCounts === undefined ? null : uncountedAgeOf(lastCounts, readValueOf(hooks), now);
  const { missing = 0, stale = 0, failing = null } = (oldMs === null && lastCounts) || {};
  const { streams, more = false } = readValueOf(errors) ?? {};
  const failed = streams?.length ?? failing ?? 0;
  return [
    ...counted(readValueOf(alarms)?.length ?? 0, 'alarm', 'rings', 'ring'),
    ...(oldMs === null || lastCounts?.sweepMs === 0
      ? []
      : [`the streams were counted ${formatShortDuration(oldMs)} ago`]),
    ...(uncountedMs === null
      ? []
      : [`no sweep has counted the streams, and one started ${formatShortDuration(uncountedMs)} ago`]),
    ...counted(missing, 'expected stream', 'is missing', 'are missing'),
    ...counted(stale, 'stream', 'is stale', 'are stale'),
    ...counted(failed, 'stream', 'had an error', 'had errors').map((text) => (more ? `at least ${text}` : text)),
  ];
}

function backlogConcerns({ deferred, notifications }: StatusParts, now: number): string[] {
  const longMs = longWaitOf(readValueOf(deferred), now);
  const backlog = readValueOf(notifications);
  const failing = backlog?.recipients.filter(({ failingSince }) => failingSince !== null) ?? [];
  return [
    ...(longMs === null ? [] : [`a deferred event has waited ${formatShortDuration(longMs)}`]),
    ...counted(readValueOf(deferred)?.deadLetters ?? 0, 'event', 'is a dead letter', 'are dead letters'),
    ...counted(backlog?.deadLetters ?? 0, 'notification', 'is a dead letter', 'are dead letters'),
    ...counted(failing.length, 'recipient', 'takes no notifications', 'take no notifications'),
    ...counted(backlog?.unreadable.length ?? 0, 'recipient', 'cannot be read', 'cannot be read'),
  ];
}

/** Returns how long the oldest deferred event has waited, in ms, where that is long; else null. `now` is in ms since the epoch. */
export function longWaitOf(deferred: DeferredEvents | undefined, now: number): number | null {
  const waitingSince = deferred?.waitingSince ?? null;
  const waitedMs = waitingSince === null ? 0 : now - Date.parse(waitingSince);
  return waitedMs > LONG_WAIT_MS ? waitedMs : null;
}

const counted = (count: number, noun: string, one: string, several: string): string[] =>
  count === 0 ? [] : [`${pluralize(count, noun)} ${count === 1 ? one : several}`];

/** Returns the value of a part; undefined where it was not read. */
export const readValueOf = <T>(part: Part<T>): T | undefined => (part.kind === 'read' ? part.value : undefined);

function groupByReason(parts: StatusParts): Unreadable[] {
  const byReason = new Map<string, PartName[]>();
  for (const name of partNames) {
    const part = parts[name];
    if (part.kind === 'unreadable') byReason.set(part.reason, [...(byReason.get(part.reason) ?? []), name]);
  }
  return [...byReason].map(([reason, names]) => ({ parts: names, reason }));
}
