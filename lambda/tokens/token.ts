import { hash } from 'node:crypto';

/** What a token lets its bearer do: send hooks, read, or (later) decide who may publish. */
export const scopes = ['hooks', 'read', 'authorize'] as const;
export type Scope = (typeof scopes)[number];

/** The app of a token that is good for every app. */
export const EVERY_APP = '*';

/** What is kept of a token: never the token itself. */
export interface Token {
  /** SHA-256 of the token, in base64url. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  /** The app it is for, or `*`. */
  readonly app: string;
  readonly label: string;
  /** In ms since the epoch. */
  readonly createdAt: number;
  /** In ms since the epoch; null when it does not expire. */
  readonly expiresAt: number | null;
}

export function hashToken(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Whether the token was good until then (ms since the epoch), or an earlier time. */
export const isExpired = ({ expiresAt }: Token, now: number): boolean => expiresAt !== null && expiresAt <= now;

/** Whether the token may be used so at this time (ms since the epoch), for this app. */
export function permits(token: Token | undefined, scope: Scope, now: number, app = token?.app): token is Token {
  if (token === undefined || !token.scopes.includes(scope)) return false;
  if (isExpired(token, now)) return false;
  return token.app === EVERY_APP || token.app === app;
}
