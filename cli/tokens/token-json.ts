import { isExpired, type Token, tokenIdOf } from '../../lambda/tokens/token.ts';

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
