import { type LwwRegister, mergeLww } from '../stream/lww-register.ts';
import type { Recording } from '../stream/values.ts';
import { positionOfRow, rowsQuery } from '../table/history.ts';
import { parsePosition, streamPartition } from '../table/keys.ts';
import type { Item } from '../table/table.ts';
import { MAX_LISTED, readRowsUntil, type StreamRef } from './read-rows-until.ts';
import { iso } from './stream-json.ts';

/** One recording a vodId, as its latest vodReady told it, the newest first. */
export async function listRecordings({ table, app, id }: StreamRef) {
  const query = (before?: string) => ({
    ...rowsQuery(streamPartition(app, id), 'recording', before),
    ProjectionExpression: 'sk, recording',
  });
  const { rows } = await readRowsUntil(table, query, (read) => new Set(read.map(vodIdOf)).size > MAX_LISTED);
  const latest = new Map<string | null, LwwRegister<Recording>>();
  for (const recording of rows.map(readRecording)) {
    latest.set(recording.value.vodId, mergeLww(latest.get(recording.value.vodId), recording));
  }
  return [...latest.values()].slice(0, MAX_LISTED).map(toRecordingJson);
}

const vodIdOf = (row: Item): string | null => readRecording(row).value.vodId;

function readRecording(row: Item): LwwRegister<Recording> {
  return { value: JSON.parse(row.recording?.S ?? '{}'), at: parsePosition(positionOfRow(row)).at };
}

function toRecordingJson({ value: { vodId, name, durationMs }, at }: LwwRegister<Recording>) {
  return { vodId, name, durationMs, at: iso(at) };
}
