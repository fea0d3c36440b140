import { isExpired, type Token } from '../../lambda/tokens/token.ts';

/** In characters of base64url, 6 bits each: the chance that two ids are equal is 1 in 2^48. */
const ID_LENGTH = 8;

/** Returns the id of a token, or of a key: the first characters of its hash, which does not reveal the secret. */
export const tokenIdOf = ({ hash }: Pick<Token, 'hash'>): string => hash.slice(0, ID_LENGTH);

/** The scopes of a token, in words. */
export const scopesText = ({ scopes, open }: Token): string =>
  scopes.map((scope) => (scope === 'authorize' && open ? 'authorize (open)' : scope)).join(', ');

/** Converts a token to its JSON output: times in ISO 8601 UTC, the app `*` for every app. */
export function toTokenJson(token: Token, now: number) {
  const { hash, scopes, app, label, createdAt, expiresAt, open = false } = token;
  return {
    id: tokenIdOf(token),
    hash,
    scopes,
    open,
    app,
    label,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    expired: isExpired(token, now),
  };
}
