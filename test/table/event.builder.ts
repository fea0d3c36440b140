import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { Hook, StreamEvent } from '../../lambda/stream/event.ts';
import { buildHookRequest } from '../hook/hook-request.builder.ts';

/** When the events of these tests happen. */
export const NOW = Date.UTC(2026, 10, 2, 12);

/** Returns the time this many seconds after `NOW`, in ISO 8601. */
export const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

/** The receipt of these events: rows are listed until 30 days later. */
export const RECEIVED_AT = NOW + 100_000;

/** A hook, as the receiver reads it. */
export function buildHook(fields: object, app = 'LiveApp', receivedAt = RECEIVED_AT): Hook {
  return readMessage(
    toMessage({ ...buildHookRequest({ fields: { ...fields }, receivedAt, requestId: 'request' }), app }),
  );
}

/** A hook of a stream. */
export function buildEvent(fields: object, app?: string, receivedAt?: number): StreamEvent {
  const hook = buildHook(fields, app, receivedAt);
  if (hook.type !== 'stream') throw new Error(`expected an event of a stream, received ${JSON.stringify(hook)}`);
  return hook;
}
