import { type PresumedStart, presumedStartEvent } from '../stream/presumed-start.ts';
import { AppList } from './app-list.ts';
import type { Outcome } from './recorder.ts';
import { keepOpened } from './rows/boundary-row.ts';
import { eventKey, markLate, toEventRow } from './rows/event-row.ts';
import { foldAndWrite } from './state-write.ts';
import { type Table, unlessExists } from './table.ts';

/**
 * Stores a start that is presumed: its row first, since only the row says that it is. It is `late` when the stream is not live by it,
 * because a hook has reported the same start, or a later start or end, or because an end is presumed. Throws when a write fails: the
 * same start may then be recorded again. Not part of the recorder, which is in the receiver's bundle.
 */
export async function recordPresumedStart(
  table: Table,
  start: PresumedStart,
  historyDays: number,
  byDay: boolean,
): Promise<Outcome> {
  const event = presumedStartEvent(start);
  const isNew = await table.put(toEventRow(event, historyDays, byDay), unlessExists);
  await new AppList(historyDays).list(table, start.app); // which may have had no hook yet
  const { isVisible, opened } = await foldAndWrite(table, event);
  if (opened !== undefined) await table.update(eventKey(event), keepOpened(opened));
  if (!isNew) return 'duplicate';
  if (isVisible) return 'recorded';
  await table.update(eventKey(event), markLate());
  return 'late';
}
