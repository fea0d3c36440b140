import { hash } from 'node:crypto';

/** The uses of a token: to send hooks, to read, or to ask who may publish and play. */
export const scopes = ['hooks', 'read', 'authorize'] as const;
export type Scope = (typeof scopes)[number];

/** The app of a token for all apps. */
export const EVERY_APP = '*';

/** A stored token: its hash, never the secret itself. */
export interface Token {
  /** SHA-256 of the secret, in base64url. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  /** The app it is for, or `*`. */
  readonly app: string;
  readonly label: string;
  /** In ms since the epoch. */
  readonly createdAt: number;
  /** In ms since the epoch; null when it does not expire. */
  readonly expiresAt: number | null;
  /** Whether a URL with it lets in publishers and players without a key; the scope `authorize` only. @default false */
  readonly open?: boolean;
}

/** In characters of base64url, 6 bits each: the chance that two ids are equal is 1 in 2^48. */
const ID_LENGTH = 8;

/** Returns the id of a token, or of a key: the first characters of its hash, which does not reveal the secret. */
export const tokenIdOf = ({ hash }: Pick<Token, 'hash'>): string => hash.slice(0, ID_LENGTH);

export function hashToken(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

export const isExpired = ({ expiresAt }: Token, now: number): boolean => expiresAt !== null && expiresAt <= now;

/** Whether a token permits something at a time (ms since the epoch), for an app. */
export function permits(token: Token | undefined, scope: Scope, now: number, app = token?.app): token is Token {
  if (token === undefined || !token.scopes.includes(scope)) return false;
  if (isExpired(token, now)) return false;
  return token.app === EVERY_APP || token.app === app;
}
