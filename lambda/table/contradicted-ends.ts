import type { StreamEvent } from '../stream/event.ts';
import { isOfOpenSession, isRevivedAt, isSameState, type State } from '../stream/state.ts';
import { markLate } from './rows/event-row.ts';
import { presumedEndKey } from './rows/presumed-end-row.ts';
import type { Table } from './table.ts';

/**
 * Marks the presumed end that a heartbeat contradicts, so that the list of sessions leaves it out. Call it after the state
 * was written, or was found to have the heartbeat already: then an earlier try may have died before this. The latest one
 * suffices: an end is presumed again only after a heartbeat has contradicted the one before.
 */
export async function markContradicted(table: Table, event: StreamEvent, before: State, after: State): Promise<void> {
  const { app, id, at } = event;
  const { session, presumedEndAt } = after;
  if (event.class !== 'heartbeat' || presumedEndAt === undefined) return;
  const { health } = before.registers;
  const wasContradicted = health !== undefined && isRevivedAt(health.at, presumedEndAt) && !isSameState(before, after);
  if (isRevivedAt(at, presumedEndAt) && isOfOpenSession(session, presumedEndAt) && !wasContradicted)
    await table.update(presumedEndKey(app, id, presumedEndAt), markLate());
}
