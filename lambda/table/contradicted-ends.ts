import type { StreamEvent } from '../stream/event.ts';
import { isOfOpenSession, isRevivedAt, isSameState, type State } from '../stream/state.ts';
import { keyOf } from './keys.ts';
import { markLate, presumedEndRowsQuery, readPresumedEndRow } from './rows/event-row.ts';
import type { Table } from './table.ts';

/** Presumed ends that one heartbeat may contradict: usually one, more only when sweeps differed about its clock. */
const MAX_CONTRADICTED = 10;

/**
 * Marks the presumed ends that a heartbeat contradicts, so that the list of sessions leaves them out. Call it after the
 * state was written, or was found to have the heartbeat already: then an earlier try may have died before this.
 */
export async function markContradicted(table: Table, event: StreamEvent, before: State, after: State): Promise<void> {
  if (event.class !== 'heartbeat' || !contradicts(event.at, before, after)) return;
  const { items } = await table.query({ ...presumedEndRowsQuery(event.app, event.id), Limit: MAX_CONTRADICTED });
  const contradicted = items.filter((row) => {
    const { at, isContradicted } = readPresumedEndRow(row);
    return isOfOpenSession(after.session, at) && isRevivedAt(event.at, at) && !isContradicted;
  });
  await Promise.all(contradicted.map((row) => table.update(keyOf(row), markLate)));
}

/** Whether a heartbeat (ms since the epoch) is the first that comes too late for the presumed end, or was so in an earlier try. */
function contradicts(at: number, before: State, after: State): boolean {
  const { presumedEndAt, session } = after;
  if (presumedEndAt === undefined || !isOfOpenSession(session, presumedEndAt)) return false;
  if (!isRevivedAt(at, presumedEndAt)) return false;
  const { health } = before.registers;
  return isSameState(before, after) || health === undefined || !isRevivedAt(health.at, presumedEndAt);
}
