import { hmac } from '../hmac.ts';
import type { HookRequest } from './hook-request.ts';

/** The idempotency keys that an event may have; its clock decides which of the two it gets. Deferred events hold both, under these names. */
export interface IdempotencyKeys {
  /** For an event with a usable timestamp: a retry has the same bytes, and two events differ in their timestamps. */
  readonly ofBytes: string;
  /** For an event without one: each request is an event of its own. */
  readonly ofRequest: string;
}

/** In characters of base64url: 132 bits of the HMAC, which are short in a sort key and do not collide. */
const KEY_LENGTH = 22;

/**
 * Derives the keys from the bytes as received, since two different bodies may be alike once masked. The HMAC's secret is the
 * URL's token, which is stored nowhere: nobody who sees a key can test guesses of a masked value (decision 12).
 */
export function idempotencyKeysOf({ app, token, bytes, requestId }: HookRequest): IdempotencyKeys {
  const ofBytes = hmac(token, Buffer.concat([Buffer.from(`${app}\0`), bytes])).slice(0, KEY_LENGTH);
  return { ofBytes, ofRequest: hmac(token, `${ofBytes}\0${requestId}`).slice(0, KEY_LENGTH) };
}
