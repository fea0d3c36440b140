import { hmac } from '../hmac.ts';

/** In seconds: a server whose clock is this far ahead refuses the token. */
const LIFETIME_S = 3_600;

/**
 * Creates the JWT with which a server is asked (HS256). `now` is in ms. Without `iat`: a server whose clock is behind would refuse
 * a token from its future.
 */
export function createJwt(secret: string, now: number): string {
  const header = encode({ alg: 'HS256', typ: 'JWT' });
  const payload = encode({ exp: Math.floor(now / 1_000) + LIFETIME_S });
  return `${header}.${payload}.${hmac(secret, `${header}.${payload}`)}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
