import type { Change } from './state.ts';
import type { Json } from './values.ts';

/** The fields of one hook, under their names on the wire. */
export type HookFields = { readonly [name: string]: Json };

/** The class of an event: the state has the latest event of each class. */
export type EventClass = HookClass | 'presumedEnd';

/** The class of an event that a hook reports. A presumed end is the only event that the receiver makes itself. */
export type HookClass = 'lifecycle' | 'heartbeat' | 'recording' | 'error' | 'track' | 'activity';

/** The meaning of a hook about a whole server, which is not always the wire's action. */
export type ServerKind = 'highResourceUsage' | 'unexpectedServerShutdown';

/** The properties that every hook has once it is parsed, masked and cut. */
export interface EventEnvelope {
  readonly app: string;
  /** Equal for two requests exactly when one is a retry of the other. */
  readonly idempotencyKey: string;
  readonly receivedAt: number;
  /** The address of the sender, as API Gateway reports it. */
  readonly address?: string;
  /**
   * Its clock is too far ahead to be trusted, by a day at most, or was so up to a minute ago: it may be a retry, which has
   * the clock of its first copy. Absent for every other clock.
   */
  readonly fastClock?: true;
}

/** A retry of a hook with a fast clock is received at most this long after its first copy, in ms. */
export const MAX_RETRY_MS = 60_000;

/** An event of one stream. */
export interface StreamEvent extends EventEnvelope, Change {
  readonly type: 'stream';
  readonly id: string;
  /** The wire's own name of the action. */
  readonly action: string;
  readonly class: EventClass;
  readonly outcome: 'recorded' | 'unrecognised';
  /** A viewer starts or stops. */
  readonly isPlay?: true;
  /** The subtrack that joined or left, in an event of a track. */
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

/** A body that could not be read, with the reason. */
export interface UnreadableHook extends EventEnvelope {
  readonly type: 'unreadable';
  /** The key of the event once a later version can read the body and finds a clock in it. */
  readonly idempotencyKeyOfBytes: string;
  readonly reason: string;
  readonly body: string;
}

export type Hook = StreamEvent | ServerEvent | UnreadableHook;
