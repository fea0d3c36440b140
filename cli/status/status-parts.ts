import type { Answer } from '../../client/api-types.ts';
import type { RefusalSum } from '../../words/refusals-of-hour.ts';
import type { NodeHooks } from './node-hooks.ts';

/** An alarm that rings. Times are ISO 8601, here and below. */
export interface RingingAlarm {
  /** As in its runbook, such as `DeadLetters`. */
  readonly name: string;
  readonly since: string | null;
  /** What happened, and what to do first. */
  readonly description: string;
  /** The page and heading of its runbook; null for an alarm of another release. */
  readonly runbook: string | null;
}

/** The streams of all apps as the last sweep counted them; null where its release did not count them. */
export interface StreamCounts {
  readonly live: number;
  readonly stale: number;
  readonly missing: number;
  readonly presumedEnded: number;
  readonly failing: number | null;
  readonly endedLastHour: number | null;
  /** When that sweep began; null before the first one that found an app. */
  readonly at: string | null;
  /** The time between two sweeps, in ms: 0 without sweeps, null where it is not known. */
  readonly sweepMs: number | null;
  readonly apps: Answer<'/counts'>['counts'];
}

/** Events that wait to be stored, and those that failed too often. */
export interface DeferredCounts {
  readonly waiting: number;
  readonly deadLetters: number;
}

/** The deferred events. */
export interface DeferredEvents extends DeferredCounts {
  /** When the oldest one that waits was received; null without any, and deployed, where an alarm rings for it. */
  readonly waitingSince: string | null;
}

/** The last hook, and what the nodes of the live streams have sent. */
export interface LastHooks {
  /** When it was received; null when none is known: of the last hour, or the last heartbeat of a live stream. */
  readonly lastAt: string | null;
  /** The number of live streams that were looked at. */
  readonly live: number;
  /** When the earliest of them started; null where no start is known. */
  readonly liveSince: string | null;
  readonly nodes: readonly NodeHooks[];
  /** Whether there are more live streams than were looked at. */
  readonly more: boolean;
  /** Why events are not listed, so that only live streams say when the last hook came; null where they are. */
  readonly unlisted: string | null;
  /** The apps of the live streams and of the events. */
  readonly apps: readonly string[];
}

/** How far the announcements are: deployed, what waits; on this machine, whose journal only its receiver reads, the last one. */
export interface WaitingAnnouncements {
  /** The age of the oldest write that was not announced, in ms; null without any in the last minutes, and on this machine. */
  readonly oldestMs: number | null;
  /** When the last one was stored; null when none is stored, and deployed. */
  readonly lastAt: string | null;
}

/** What a recipient has not been notified of. */
export interface RecipientBacklog extends DeferredCounts {
  readonly name: string;
  /** Since when it has not taken any; null while it does. */
  readonly failingSince: string | null;
}

/** The notifications that wait, in all and by recipient. */
export interface NotificationBacklog extends DeferredCounts {
  /** The messages in the queue of the notifier; null on this machine, which has none. */
  readonly queued: number | null;
  /** Those for whom something waits, or who do not take it. */
  readonly recipients: readonly RecipientBacklog[];
  /** The names of those whose registration cannot be read: they are notified of nothing. */
  readonly unreadable: readonly string[];
}

/** The streams with an error in the last hour, each with its latest one. */
export interface StreamErrors {
  readonly streams: readonly {
    readonly app: string;
    readonly id: string;
    readonly kind: string;
    readonly detail: string | null;
    readonly at: string;
  }[];
  /** Whether there are more than were read. */
  readonly more: boolean;
  /** The log that has all errors, and what to ask it in Logs Insights; null on this machine. */
  readonly log: { readonly group: string; readonly query: string } | null;
}

/** The refusals of the last hour. */
export interface HourOfRefusals {
  /** The sum of those that were read. */
  readonly count: number;
  /** How much of the hour they are, such as `of the latest 100 rows`; null for all. */
  readonly coverage: string | null;
  readonly sums: readonly RefusalSum[];
}

/** What is read of a receiver, by part. */
export interface StatusValues {
  readonly alarms: readonly RingingAlarm[];
  readonly counts: StreamCounts;
  readonly hooks: LastHooks;
  readonly deferred: DeferredEvents;
  readonly announcements: WaitingAnnouncements;
  readonly notifications: NotificationBacklog;
  readonly errors: StreamErrors;
  readonly refusals: HourOfRefusals;
}

export type PartName = keyof StatusValues;

/** A part as it was read. */
export type Part<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** It should be there, and could not be read. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** This receiver has no such part, or not one that is read this way. */
  | { readonly kind: 'absent'; readonly reason: string };

export type StatusParts = { readonly [P in PartName]: Part<StatusValues[P]> };

/** Reads the parts of a receiver. A function throws `AbsentPartError` where the receiver has no such part. */
export type PartReaders = { readonly [P in PartName]: () => Promise<StatusValues[P]> };

/** The names of the parts, in the order of the screen. */
export const partNames = ['alarms', 'counts', 'hooks', 'deferred', 'announcements', 'notifications', 'errors', 'refusals'] as const satisfies readonly PartName[]; // biome-ignore format: a list

/** The error of a part that the receiver does not have; its message says why. */
export class AbsentPartError extends Error {}
