import { type LwwRegister, mergeLww } from '../../stream/lww-register.ts';
import type { Recording } from '../../stream/values.ts';
import { parsePosition, positionOfRow, sortKeyOf } from '../../table/row-keys.ts';
import { readRecordingRow, recordingRowsFromQuery } from '../../table/rows/event-row.ts';
import type { Item } from '../../table/table.ts';
import type { StreamRef } from '../stream-ref.ts';

/** The rows of one query. A vodReady that comes again later than so many others of its stream is another recording. */
const PAGE_SIZE = 300;
/** Queries for the rows of one stream, each of at most 1 MB: enough for a page of the largest rows that are stored. */
const MAX_PAGES = 40;

/**
 * Returns which of these rows of vodReady hooks no later one of the same vodId replaces, by sort key; of equal clocks the
 * last in the order of the rows stands for all. Without a vodId each row is a recording.
 */
export async function readStandingRecordings(
  stream: StreamRef,
  rows: readonly Item[],
): Promise<ReadonlyMap<string, LwwRegister<Recording>>> {
  const recordings = new Map<string, LwwRegister<Recording>>();
  const sortKeys = new Map<string, string>(); // of the last row with a vodId
  for (const row of await readFromOldest(stream, rows)) {
    const [sortKey, recording] = [sortKeyOf(row), readRecordingRow(row)];
    const { vodId } = recording.value;
    const replaced = vodId === null ? undefined : sortKeys.get(vodId);
    recordings.set(sortKey, mergeLww(replaced === undefined ? undefined : recordings.get(replaced), recording));
    if (replaced !== undefined) recordings.delete(replaced);
    if (vodId !== null) sortKeys.set(vodId, sortKey);
  }
  return recordings;
}

/** Reads the recordings of a stream from the oldest of these rows on, until the newest of them is among those read. */
async function readFromOldest({ table, app, id }: StreamRef, rows: readonly Item[]): Promise<Item[]> {
  const positions = rows.map(positionOfRow).sort();
  const from = Math.min(...rows.map(clockOfRow));
  const read: Item[] = [];
  for (let pages = 1; ; pages++) {
    const page = await table.query({ ...recordingRowsFromQuery(app, id, from, read.at(-1)), Limit: PAGE_SIZE });
    read.push(...page.items);
    const isCovered = positionOfRow(read.at(-1) ?? {}) >= (positions.at(-1) ?? '');
    if (!page.more || isCovered || pages === MAX_PAGES) return read;
  }
}

const clockOfRow = (row: Item): number => parsePosition(positionOfRow(row)).at;
