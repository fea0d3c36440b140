import { randomBytes } from 'node:crypto';
import { STREAM_KEY_START } from '../lambda/tokens/stream-key.ts';

/** Returns 256 random bits in base64url. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Returns a key for a publisher or a player: 192 random bits in base64url, behind the start of a key. */
export function createStreamKey(): string {
  return `${STREAM_KEY_START}${randomBytes(24).toString('base64url')}`;
}
