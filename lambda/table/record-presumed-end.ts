import { type PresumedEnd, presumedEndEvent } from '../stream/presumed-end.ts';
import type { Outcome } from './recorder.ts';
import { markLate } from './rows/event-row.ts';
import { presumedEndKey, toPresumedEndRow } from './rows/presumed-end-row.ts';
import { foldAndWrite } from './state-write.ts';
import { type Table, unlessExists } from './table.ts';

/**
 * Stores an end that the receiver presumes: its row first, so that a heartbeat which finds it in the state finds the row
 * as well and can mark it. It is `late` when a heartbeat contradicts it already. Throws when a write fails: the same end
 * may then be recorded again. Not part of the recorder, which is in the receiver's bundle.
 */
export async function recordPresumedEnd(
  table: Table,
  end: PresumedEnd,
  historyDays: number,
  byDay: boolean,
): Promise<Outcome> {
  const isNew = await table.put(toPresumedEndRow(end, historyDays, byDay), unlessExists);
  const { isVisible } = await foldAndWrite(table, presumedEndEvent(end));
  if (!isVisible) await table.update(presumedEndKey(end.app, end.id, end.at), markLate());
  if (!isNew) return 'duplicate';
  return isVisible ? 'recorded' : 'late';
}
