import type { Change } from './state.ts';
import type { Json } from './values.ts';

/** The fields of one hook, under the names that the wire gave them. */
export type HookFields = { readonly [name: string]: Json };

/** The class an event belongs to: the latest event of each is known to the state. */
export type EventClass = 'lifecycle' | 'heartbeat' | 'recording' | 'error' | 'track' | 'activity';

/** What a server-level hook means, which is not always the wire's action. */
export type ServerKind = 'highResourceUsage' | 'unexpectedServerShutdown';

/** What every hook has, once it is read, masked and cut. */
export interface EventEnvelope {
  readonly app: string;
  /** Equal for two requests exactly when one is a retry of the other. */
  readonly idempotencyKey: string;
  readonly receivedAt: number;
  /** The address it came from, as API Gateway saw it. */
  readonly address?: string;
  /**
   * Its clock is too far ahead to be followed, by a day at most, or was when a first copy of the same bytes came, a minute
   * ago at most: it may be a retry, and the first copy tells when it happened. Absent for every other clock.
   */
  readonly fastClock?: true;
}

/** A retry of a hook with a fast clock comes at most this long after its first copy, by receipt, in ms. */
export const MAX_RETRY_MS = 60_000;

/** An event of one stream. */
export interface StreamEvent extends EventEnvelope, Change {
  readonly type: 'stream';
  readonly id: string;
  /** The wire's own name of the action. */
  readonly action: string;
  readonly class: EventClass;
  readonly outcome: 'recorded' | 'unrecognised';
  /** The subtrack that joined or left, when that is what happened. */
  readonly track?: { readonly id: string; readonly change: 'added' | 'left' };
  readonly fields: HookFields;
}

/** An event of a whole media server. */
export interface ServerEvent extends EventEnvelope {
  readonly type: 'server';
  readonly host: string;
  readonly kind: ServerKind;
  readonly at: number;
  readonly fields: HookFields;
}

/** A body that could not be read, and why. */
export interface UnreadableHook extends EventEnvelope {
  readonly type: 'unreadable';
  /** What the event is known by once a later version can read it, and finds a clock in it. */
  readonly idempotencyKeyOfBytes: string;
  readonly reason: string;
  readonly body: string;
}

export type Hook = StreamEvent | ServerEvent | UnreadableHook;
