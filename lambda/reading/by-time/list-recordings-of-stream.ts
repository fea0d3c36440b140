import { sortKeyOf, stateKey } from '../../table/row-keys.ts';
import { recordingRowsQuery } from '../../table/rows/event-row.ts';
import { fillFromChunks } from '../fill-from-chunks.ts';
import { type LinkTemplates, linkRecording } from '../links.ts';
import { toRecordingJson } from '../recordings.ts';
import type { StreamRef } from '../stream-ref.ts';
import type { PositionedRow } from '../walk-apps.ts';
import type { StreamQuery } from './list-events-of-stream.ts';
import { readStandingRecordings } from './standing-recordings.ts';
import { readStreamChunk } from './stream-chunk.ts';

/** Lists one page of a stream's recordings, each at its latest vodReady, newest first; undefined when there is no such stream. */
export async function listRecordingsOfStream(
  stream: StreamRef,
  { period, links, ...query }: StreamQuery & { readonly links: LinkTemplates },
) {
  const { table, app, id } = stream;
  const source = (before?: string) => recordingRowsQuery(app, id, before);
  const [state, { page, cursor }] = await Promise.all([
    table.get(stateKey(app, id), true),
    fillFromChunks({
      ...query,
      chunkSize: query.limit,
      readChunk: (size, before) => readStreamChunk(table, [source], period, size, before),
      toPageRows: (rows) => readRecordings(stream, rows, links),
    }),
  ]);
  return state && { recordings: page, cursor };
}

async function* readRecordings(stream: StreamRef, positioned: readonly PositionedRow[], links: LinkTemplates) {
  if (positioned.length === 0) return;
  const rows = positioned.map(({ row }) => row);
  const recordings = await readStandingRecordings(stream, rows);
  for (const { row, position } of positioned) {
    const recording = recordings.get(sortKeyOf(row));
    yield { json: recording && linkRecording(links, stream, toRecordingJson(recording)), position };
  }
}
