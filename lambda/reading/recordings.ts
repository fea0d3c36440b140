import { type LwwRegister, mergeLww } from '../stream/lww-register.ts';
import type { Recording } from '../stream/values.ts';
import { readRecordingRow, recordingRowsQuery } from '../table/rows/event-row.ts';
import type { Item } from '../table/table.ts';
import { type LinkTemplates, linkRecording } from './links.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { iso } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** Lists one recording per vodId, as of its latest vodReady, newest first. */
export async function listRecordings({ table, app, id }: StreamRef, links: LinkTemplates) {
  const query = (before?: string) => recordingRowsQuery(app, id, before);
  const { rows } = await readRowsUntil(table, query, (read) => new Set(read.map(vodIdOf)).size > MAX_LISTED);
  const latest = new Map<string | null, LwwRegister<Recording>>();
  for (const recording of rows.map(readRecordingRow)) {
    latest.set(recording.value.vodId, mergeLww(latest.get(recording.value.vodId), recording));
  }
  return [...latest.values()]
    .slice(0, MAX_LISTED)
    .map((recording) => linkRecording(links, { app, id }, toRecordingJson(recording)));
}

const vodIdOf = (row: Item): string | null => readRecordingRow(row).value.vodId;

/** Returns a recording as the API shows it, without its link. */
export function toRecordingJson({ value: { vodId, name, durationMs }, at }: LwwRegister<Recording>) {
  return { vodId, name, durationMs, at: iso(at) };
}
