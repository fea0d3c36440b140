import { isExpired, type Token } from '../../lambda/tokens/token.ts';

/** So many characters of a token's hash name it: two alike are one in 281 million million. */
const ID_LENGTH = 8;

/** What a token is called: the first characters of its hash, of which nobody can make the token. */
export const tokenIdOf = ({ hash }: Pick<Token, 'hash'>): string => hash.slice(0, ID_LENGTH);

/** A token for machines: times in ISO 8601 UTC; the app `*` is every app. */
export function toTokenJson(token: Token, now: number) {
  const { hash, scopes, app, label, createdAt, expiresAt } = token;
  return {
    id: tokenIdOf(token),
    hash,
    scopes,
    app,
    label,
    createdAt: new Date(createdAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    expired: isExpired(token, now),
  };
}
