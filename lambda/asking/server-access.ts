import type { Access } from './ask-server.ts';
import { createJwt } from './jwt.ts';
import type { RegisteredServer } from './media-servers.ts';

/** Returns how to ask a server, with a JWT for an hour from `now` (ms). It is sent bare: `Bearer ` is understood since 2.12 only. */
export const accessTo = ({ url, jwtSecret }: RegisteredServer, now: number): Access => ({
  url,
  authorization: jwtSecret === null ? null : createJwt(jwtSecret, now),
});
