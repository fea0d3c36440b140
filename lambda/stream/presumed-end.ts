import type { StreamEvent } from './event.ts';

/** What made the receiver presume an end: heartbeats stopped, or the media server's REST API said so. */
export type PresumedEndCause = 'silence' | 'mediaServer';

/** What the receiver knows of an end that no hook reported; times in ms since the epoch. */
export interface PresumedEnd {
  readonly app: string;
  readonly id: string;
  /** When the stream is presumed to have ended. */
  readonly at: number;
  readonly cause: PresumedEndCause;
  /** Whether `at` is the clock of a heartbeat. @default true for `silence`, else false */
  readonly isHeartbeat?: boolean;
  /** When the receiver presumed it. */
  readonly receivedAt: number;
  /** When the session began that it ends, if that is long. */
  readonly opened?: number | undefined;
}

/** The action of a presumed end, which no hook has. */
export const PRESUMED_END_ACTION = 'presumedEnd';

/** The idempotency key of each presumed end: app, id and clock identify it. */
export const PRESUMED_END_KEY = 'presumedEnd';

/** Returns the event of a presumed end: any number of sweeps record one event. */
export function presumedEndEvent({ app, id, at, cause, receivedAt }: PresumedEnd): StreamEvent {
  return {
    type: 'stream',
    app,
    id,
    at,
    receivedAt,
    action: PRESUMED_END_ACTION,
    class: 'presumedEnd',
    outcome: 'recorded',
    idempotencyKey: PRESUMED_END_KEY,
    presumedEnd: true,
    values: {},
    fields: { cause },
  };
}
