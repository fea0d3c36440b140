import type { Session } from '../../stream/session-times.ts';
import { classOfRow, parsePosition, positionOfRow } from '../../table/row-keys.ts';
import type { Item } from '../../table/table.ts';

/** An event that may end a session; the kind is that of its row. */
export interface SessionEnd {
  readonly kind: 'started' | 'ended' | 'presumed';
  /** In ms since the epoch. */
  readonly at: number;
}

/** Reads the end that a row of a started, an ended or a presumed end may be. */
export function readSessionEnd(row: Item): SessionEnd {
  const { at, rank } = parsePosition(positionOfRow(row));
  if (classOfRow(row) === 'presumed') return { kind: 'presumed', at };
  return { kind: rank === 1 ? 'ended' : 'started', at };
}

const kindOf = {
  superseded: 'started',
  ended: 'ended',
  presumedEnded: 'presumed',
} as const satisfies Record<NonNullable<Session['endReason']>, SessionEnd['kind']>;

/** Returns the end of a session; undefined while it is open. No other session of its stream has the same. */
export function endOf({ endedAt, endReason }: Session): SessionEnd | undefined {
  return endedAt === null || endReason === null ? undefined : { kind: kindOf[endReason], at: endedAt };
}

/** A text that only this end of a stream has. */
export const endText = ({ kind, at }: SessionEnd): string => `${kind}@${at}`;
