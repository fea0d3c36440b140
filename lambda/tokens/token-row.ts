import { boolean, number, readBoolean, readNumber, readText, readTextSet, text, textSet } from '../table/attributes.ts';
import type { Item } from '../table/table.ts';
import { scopes, type Token } from './token.ts';

export const tokenKey = (hash: string): Item => ({ hash: text(hash) });

/** The row of a token. DynamoDB counts its expiry, after which it deletes the row, in seconds. */
export function toTokenRow(token: Token): Item {
  return {
    ...tokenKey(token.hash),
    scopes: textSet(token.scopes),
    app: text(token.app),
    label: text(token.label),
    createdAt: number(token.createdAt),
    ...(token.expiresAt !== null && { expiresAt: number(Math.floor(token.expiresAt / 1000)) }),
    ...(token.open === true && { open: boolean(true) }),
  };
}

export function readTokenRow(row: Item): Token {
  const granted = readTextSet(row, 'scopes');
  const expiresAt = readNumber(row, 'expiresAt');
  return {
    hash: readText(row, 'hash'),
    scopes: scopes.filter((scope) => granted.has(scope)),
    app: readText(row, 'app'),
    label: readText(row, 'label'),
    createdAt: readNumber(row, 'createdAt') ?? 0,
    expiresAt: expiresAt === null ? null : expiresAt * 1000,
    ...(readBoolean(row, 'open') && { open: true }),
  };
}
