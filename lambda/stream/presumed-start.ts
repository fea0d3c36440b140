import { hash } from 'node:crypto';
import type { StreamEvent } from './event.ts';

/** What is known of a stream that was live before its first hook, or whose start was lost; times in ms since the epoch. */
export interface PresumedStart {
  readonly app: string;
  readonly id: string;
  /** When the stream started, by the media server. */
  readonly at: number;
  /** Its name on the media server, masked and cut as one in a hook. */
  readonly name?: string | undefined;
  /** When it was adopted. */
  readonly receivedAt: number;
}

/** The action of a presumed start, which no hook has. */
export const PRESUMED_START_ACTION = 'presumedStart';

/** Begins the idempotency key of each presumed start, in characters that a cursor takes. That of a hook is an HMAC: none begins like this. */
const KEY_PREFIX = `${PRESUMED_START_ACTION}-`;

/** Returns whether an idempotency key is that of a presumed start. */
export const isPresumedStartKey = (idempotencyKey: string): boolean => idempotencyKey.startsWith(KEY_PREFIX);

/**
 * Returns the event of a presumed start: adopting a stream again makes the same event. It sets no value of the lifecycle's
 * register, which has what hooks report: one that reports the same start decides as if this event had never been.
 */
export function presumedStartEvent({ app, id, at, name, receivedAt }: PresumedStart): StreamEvent {
  const identity = hash('sha256', JSON.stringify([app, id, at]), 'base64url');
  return {
    type: 'stream',
    app,
    id,
    at,
    receivedAt,
    action: PRESUMED_START_ACTION,
    class: 'lifecycle',
    outcome: 'recorded',
    idempotencyKey: `${KEY_PREFIX}${identity.slice(0, 22)}`,
    boundary: 'started',
    presumedStart: true,
    values: { activity: { action: PRESUMED_START_ACTION }, ...(name !== undefined && { name }) },
    fields: { cause: 'mediaServer' },
  };
}
