import type { Table } from '../../lambda/table/table.ts';
import type { StreamKey } from '../../lambda/tokens/stream-key.ts';
import { toStreamKeyRow } from '../../lambda/tokens/stream-key-row.ts';
import { hashToken } from '../../lambda/tokens/token.ts';

/** A key that was never used, for publishers of every stream of LiveApp, without an expiry. */
export function buildStreamKey(secret: string, overrides: Partial<StreamKey> = {}): StreamKey {
  const hash = hashToken(secret);
  const scope = { app: 'LiveApp', stream: '*', use: 'publish', label: '' } as const;
  return { hash, ...scope, createdAt: 0, from: null, expires: null, lastUsedAt: null, allowed: 0, ...overrides };
}

export const putStreamKey = (tokens: Table, secret: string, overrides?: Partial<StreamKey>) =>
  tokens.put(toStreamKeyRow(buildStreamKey(secret, overrides)));
