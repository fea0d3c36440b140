import { later, type Register } from '../stream/lww-register.ts';
import type { Recording } from '../stream/values.ts';
import { rowPosition, rowsQuery } from '../table/history.ts';
import { readPosition, streamPartition } from '../table/keys.ts';
import type { Item } from '../table/table.ts';
import { NEWEST, type OneStream, rowsUntil } from './rows-until.ts';
import { iso } from './stream-json.ts';

/** One recording a vodId, as its latest vodReady told it, the newest first. */
export async function listRecordings({ table, app, id }: OneStream) {
  const query = (before?: string) => ({
    ...rowsQuery(streamPartition(app, id), 'recording', before),
    ProjectionExpression: 'sk, recording',
  });
  const { rows } = await rowsUntil(table, query, (read) => new Set(read.map(vodIdOf)).size > NEWEST);
  const latest = new Map<string | null, Register<Recording>>();
  for (const heard of rows.map(recordingOf)) {
    latest.set(heard.value.vodId, later(latest.get(heard.value.vodId), heard));
  }
  return [...latest.values()].slice(0, NEWEST).map(recordingJson);
}

const vodIdOf = (row: Item): string | null => recordingOf(row).value.vodId;

function recordingOf(row: Item): Register<Recording> {
  return { value: JSON.parse(row.recording?.S ?? '{}'), at: readPosition(rowPosition(row)).at };
}

function recordingJson({ value: { vodId, name, durationMs }, at }: Register<Recording>) {
  return { vodId, name, durationMs, at: iso(at) };
}
