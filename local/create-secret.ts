import { randomBytes } from 'node:crypto';

/** Returns 256 random bits in base64url. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Returns a key for a publisher or a player: 192 random bits in base64url, behind letters by which it is recognised where it must not stand. */
export function createStreamKey(): string {
  return `amk_${randomBytes(24).toString('base64url')}`;
}
