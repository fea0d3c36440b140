import { number, readNumber } from '../attributes.ts';
import { coverageKey } from '../row-keys.ts';
import { type Condition, type Item, unlessExists } from '../table.ts';

/** What the index by day covers. All times are times of receipt, in ms since the epoch. */
export interface Coverage {
  /** From when on it has everything that is stored; 0: it has all of it, null: it lists no history. */
  readonly since: number | null;
  /** For how many days the history is stored. */
  readonly historyDays: number;
  /** An older release stored the rows from before this time, for a time that is not known. @default none did */
  readonly unknownBefore?: number;
  /** The rows from before a time may be stored for these days only: the history was stored for a shorter time then. */
  readonly shorter?: { readonly until: number; readonly days: number };
}

/** None is a reserved word. */
const ATTRIBUTES = ['since', 'historyDays', 'unknownBefore', 'shorterUntil', 'shorterDays'];

export const toCoverageRow = ({ since, historyDays, unknownBefore, shorter }: Coverage): Item => ({
  ...coverageKey(),
  ...(since !== null && { since: number(since) }),
  historyDays: number(historyDays),
  ...(unknownBefore !== undefined && { unknownBefore: number(unknownBefore) }),
  ...(shorter && { shorterUntil: number(shorter.until), shorterDays: number(shorter.days) }),
});

/** Undefined when there is no such row. */
export function readCoverageRow(row: Item = {}): Coverage | undefined {
  const [since, historyDays] = [readNumber(row, 'since'), readNumber(row, 'historyDays')];
  const [until, days] = [readNumber(row, 'shorterUntil'), readNumber(row, 'shorterDays')];
  if (historyDays === null) return undefined;
  const unknownBefore = readNumber(row, 'unknownBefore');
  const older = unknownBefore !== null && { unknownBefore };
  return { since, historyDays, ...older, ...(until !== null && days !== null && { shorter: { until, days } }) };
}

/** The condition that the row still says this, or still is not there. */
export function ifCoverageIs(coverage: Coverage | undefined): Condition {
  if (coverage === undefined) return unlessExists;
  const row = toCoverageRow(coverage);
  const values: Item = {};
  const conditions = ATTRIBUTES.map((name) => {
    const value = row[name];
    if (value === undefined) return `attribute_not_exists(${name})`;
    values[`:${name}`] = value;
    return `${name} = :${name}`;
  });
  return { ConditionExpression: conditions.join(' AND '), ExpressionAttributeValues: values };
}
