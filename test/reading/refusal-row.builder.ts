import type { RefusalCount } from '../../lambda/stream/refusal.ts';
import { number, text } from '../../lambda/table/attributes.ts';
import { furtherRefusalsKey, refusalKey, refusalRowsKey, startOfHour } from '../../lambda/table/row-keys.ts';
import { historyExpiry } from '../../lambda/table/rows/expiry.ts';
import { REFUSED_ATTRIBUTE } from '../../lambda/table/rows/refusal-rows.ts';
import type { Item } from '../../lambda/table/table.ts';

/** The start of the minute of the refusals of tests, in ms since the epoch. */
export const MINUTE = Date.parse('2026-11-26T12:34:00.000Z');

/** Builds the refusals of a publisher without a key, in a minute. */
export const buildRefusal = (changes: Partial<RefusalCount> = {}): RefusalCount => ({
  ...{ app: 'LiveApp', id: 'cam-1', use: 'publish', reason: 'noKey', at: MINUTE, count: 1 },
  ...changes,
});

/** Builds their row, kept for 30 days. */
export function buildRefusalRow(changes: Partial<RefusalCount> = {}): Item {
  const { id, use, reason, at, count, ...rest } = buildRefusal(changes);
  return {
    ...refusalKey({ ...rest, id, use, reason }, at),
    ...(id !== null && { id: text(id) }),
    [REFUSED_ATTRIBUTE]: text(use),
    reason: text(reason),
    at: number(at),
    count: number(count),
    expiresAt: historyExpiry(at, 30),
  };
}

/** Builds the row of the refusals beyond the limit of rows, in an hour. */
export function buildFurtherRefusalsRow(changes: Partial<RefusalCount> = {}): Item {
  const refusal = buildRefusal({ ...changes, id: null });
  return { ...buildRefusalRow(refusal), ...furtherRefusalsKey(refusal, refusal.at) };
}

/** Builds the row that counts the rows of an hour. */
export function buildRefusalCounterRow(changes: Partial<RefusalCount> = {}): Item {
  const { app, reason, at } = buildRefusal(changes);
  return { ...refusalRowsKey(app, reason, startOfHour(at)), count: number(7), expiresAt: historyExpiry(at, 30) };
}
