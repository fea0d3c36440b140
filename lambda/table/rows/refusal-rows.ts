import type { CountedReason, KeyUse, RefusalCount } from '../../stream/refusal.ts';
import { readNumber, readText } from '../attributes.ts';
import { appOfRow } from '../keys.ts';
import type { Item } from '../table.ts';

/** The attribute of a row of refusals that no other row has; its value is the use. A pattern of announced writes matches it. */
export const REFUSED_ATTRIBUTE = 'refused';

/** Reads a row of refusals: those of a stream for one reason in one minute, or without an id those of an app in one hour. */
export function readRefusalRow(row: Item): RefusalCount {
  return {
    app: appOfRow(row),
    id: readText(row, 'id') || null,
    use: readText(row, REFUSED_ATTRIBUTE) as KeyUse,
    reason: readText(row, 'reason') as CountedReason,
    at: readNumber(row, 'at') ?? 0,
    count: readNumber(row, 'count') ?? 0,
  };
}

/** Whether a row is that of publishers who were refused: only those are announced. */
export const isPublishRefusalRow = (row: Item): boolean => readText(row, REFUSED_ATTRIBUTE) === 'publish';
