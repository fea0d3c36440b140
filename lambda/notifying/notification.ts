import type { Announcement } from '../announcing/announcement.ts';

/** An announcement that a recipient has yet to be told of, or that is needed to decide what to tell. */
export interface Pending {
  readonly announcement: Announcement;
  /** When it reached the outbox, in ms since the epoch. */
  readonly receivedAt: number;
  /** Until then neither it nor a later one of its stream is told, since the recipient refused it; in ms since the epoch, 0 for no wait. */
  readonly retryAt: number;
}

/** What is remembered of a stream for a recipient that is told in words. */
export interface StreamMemory {
  /** The highest sequence that was told or left out: what is not above it comes late, and is left out. */
  readonly sequence: number;
  /** When the stream became live lately, in ms since the epoch, oldest first. */
  readonly starts: readonly number[];
  /** When it was told as flapping, in ms since the epoch; null unless that was lately. */
  readonly flappingToldAt: number | null;
  /** Whether an end was told last: then the next start is told too, however soon it follows another end. */
  readonly isEndTold: boolean;
}

/** What is told: an announcement, or that a stream became live so many times since a time (ms since the epoch). */
export type Told =
  | { readonly kind: 'announcement'; readonly announcement: Announcement }
  | { readonly kind: 'flapping'; readonly announcement: Announcement; readonly starts: number; readonly since: number };

/** One step of a recipient's work: tells something, or leaves something out. Steps of one stream are in their order. */
export interface Step<P extends Pending = Pending> {
  /** The entries that leave the outbox once the step is done. */
  readonly entries: readonly P[];
  /** What is told; null to tell nothing. */
  readonly told: Told | null;
  /** The memory of the stream after the step; null where nothing is to be remembered. */
  readonly memory: StreamMemory | null;
}

/** What can be done now, and when to look again. */
export interface Plan<P extends Pending = Pending> {
  readonly steps: readonly Step<P>[];
  /** When the next step is due, in ms since the epoch; null when no entry waits. */
  readonly wakeAt: number | null;
}

/** The times and numbers by which notifications are gathered, in ms. */
export interface NotifyPolicy {
  /** What comes within this time is one message. */
  readonly gatherMs: number;
  /** The wait for an envelope that another one has overtaken. */
  readonly settleMs: number;
  /** A stream that becomes live so many times within `flappingMs` is flapping, and is told of once in this time. */
  readonly flappingStarts: number;
  readonly flappingMs: number;
}

/** A message to a recipient, with the steps that are done once it is delivered. */
export interface Message<P extends Pending = Pending> {
  readonly payload: Payload;
  readonly steps: readonly Step<P>[];
}

/** The content of a message: a JSON text that is posted, or a mail. `id` is the same for each try. */
export type Payload =
  | { readonly kind: 'post'; readonly id: string; readonly body: string }
  | { readonly kind: 'mail'; readonly subject: string; readonly text: string };

/** What came of one try to deliver a message. */
export interface DeliveryOutcome {
  readonly ok: boolean;
  /** What was answered, in words that are safe to print, such as `answered 200` or `no answer within 5 s`. */
  readonly text: string;
  readonly ms: number;
  /** Whether another message has the same chances: false when the recipient refused this one for its content. */
  readonly refusedContent: boolean;
  /** The wait that the recipient asked for, in ms; null for none. */
  readonly retryAfterMs: number | null;
}
