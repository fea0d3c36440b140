import type { Table } from '../../lambda/table/table.ts';
import { hashToken, type Token } from '../../lambda/tokens/token.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';

/** A token for hooks of every app, without an expiry. */
export function buildToken(secret: string, overrides: Partial<Token> = {}): Token {
  const defaults = { scopes: ['hooks'], app: '*', label: '', createdAt: 0, expiresAt: null } as const;
  return { ...defaults, hash: hashToken(secret), ...overrides };
}

export const putToken = (tokens: Table, secret: string, overrides?: Partial<Token>) =>
  tokens.put(toTokenRow(buildToken(secret, overrides)));
