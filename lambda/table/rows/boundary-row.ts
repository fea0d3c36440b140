import { isPresumedStartKey } from '../../stream/presumed-start.ts';
import { type Boundary, byClock } from '../../stream/session-times.ts';
import { number, readNumber } from '../attributes.ts';
import { rowsQuery } from '../queries.ts';
import { parsePosition, positionOfRow, streamPartition } from '../row-keys.ts';
import { type Item, type Query, setIfExists, type Update } from '../table.ts';

/** Sets in a row when the session began that it ends (ms since the epoch). */
export const keepOpened = (opened: number): Update => setIfExists('opened', number(opened));

/** The start that a row keeps of the session that it ends, if it does. */
export function readOpened(row: Item): Boundary[] {
  const at = readNumber(row, 'opened');
  return at === null ? [] : [{ kind: 'started', at, presumed: 'maybe' }];
}

/** The started or ended of a lifecycle row. An older release takes a presumed started for one that a hook reports. */
export function readBoundaryRow(row: Item): Boundary {
  const { at, rank, idempotencyKey } = parsePosition(positionOfRow(row));
  if (rank === 1) return { kind: 'ended', at };
  return { kind: 'started', at, ...(isPresumedStartKey(idempotencyKey) && { presumed: 'yes' }) };
}

/** The boundaries that a lifecycle row knows: its own, and the start that it keeps. */
const readBoundaryRows = (row: Item): Boundary[] => [readBoundaryRow(row), ...readOpened(row)];

/**
 * Returns the boundaries of lifecycle rows, newest first. Of the starts that they keep, those before `from` (ms since the
 * epoch) are left out: rows between them and the others may be unread.
 */
export const readBoundaries = (rows: readonly Item[], from: number): Boundary[] =>
  rows
    .flatMap(readBoundaryRows)
    .filter(({ at }) => at >= from)
    .sort((a, b) => byClock(b, a));

/** Returns from when on (ms since the epoch) no row is unread, if these were read newest first, and `more` follow. */
export function readFrom(rows: readonly Item[], more: boolean): number {
  const oldest = rows.at(-1);
  return more && oldest !== undefined ? readBoundaryRow(oldest).at : Number.NEGATIVE_INFINITY;
}

/** Returns the query for lifecycle rows, newest first. Their keys, expiry and kept starts are enough. */
export function boundaryRowsQuery(app: string, id: string, before?: string): Query {
  return {
    ...rowsQuery(streamPartition(app, id), 'lifecycle', before),
    ProjectionExpression: 'sk, expiresAt, listedUntil, opened',
    ConsistentRead: true,
  };
}
