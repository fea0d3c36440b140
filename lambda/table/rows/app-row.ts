import { readText, text } from '../attributes.ts';
import { appKey } from '../row-keys.ts';
import type { Item } from '../table.ts';
import { expiry } from './expiry.ts';

/** The row that lists an app until a time (ms since the epoch). */
export function toAppRow(app: string, until: number): Item {
  return { ...appKey(app), app: text(app), expiresAt: expiry(until) };
}

export const readAppRow = (row: Item): string => readText(row, 'app');
