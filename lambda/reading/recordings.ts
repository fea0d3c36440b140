import { type LwwRegister, mergeLww } from '../stream/lww-register.ts';
import type { Recording } from '../stream/values.ts';
import { positionOfRow } from '../table/row-keys.ts';
import { readRecordingRow, recordingRowsQuery } from '../table/rows/event-row.ts';
import type { Item } from '../table/table.ts';
import { type LinkTemplates, linkRecording } from './links.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { iso } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** Lists one recording per vodId, as of its latest vodReady, newest first; without a vodId each vodReady is one. */
export async function listRecordings({ table, app, id }: StreamRef, links: LinkTemplates) {
  const query = (before?: string) => recordingRowsQuery(app, id, before);
  const { rows } = await readRowsUntil(table, query, (read) => new Set(read.map(recordingKeyOf)).size > MAX_LISTED);
  const latest = new Map<string, LwwRegister<Recording>>();
  for (const row of rows) {
    const key = recordingKeyOf(row);
    latest.set(key, mergeLww(latest.get(key), readRecordingRow(row)));
  }
  return [...latest.values()]
    .slice(0, MAX_LISTED)
    .map((recording) => linkRecording(links, { app, id }, toRecordingJson(recording)));
}

/** A text that only the rows of the same recording have. */
function recordingKeyOf(row: Item): string {
  const { vodId } = readRecordingRow(row).value;
  return vodId === null ? `row ${positionOfRow(row)}` : `vod ${vodId}`;
}

/** Returns a recording as the API shows it, without its link. */
export function toRecordingJson({ value: { vodId, name, durationMs }, at }: LwwRegister<Recording>) {
  return { vodId, name, durationMs, at: iso(at) };
}
