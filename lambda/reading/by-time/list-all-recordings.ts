import type { LwwRegister } from '../../stream/lww-register.ts';
import type { Recording } from '../../stream/values.ts';
import { keyText, streamPartitionOf } from '../../table/row-keys.ts';
import { nameAttributes, readStreamName } from '../../table/rows/state-row.ts';
import type { Item, Table } from '../../table/table.ts';
import { fillFromChunks } from '../fill-from-chunks.ts';
import type { PageRow } from '../fill-page.ts';
import { type LinkTemplates, linkRecording } from '../links.ts';
import { toRecordingJson } from '../recordings.ts';
import { type PositionedRow, walkApps } from '../walk-apps.ts';
import { toDaySections } from './day-sections.ts';
import type { PeriodQuery } from './event-list.ts';
import { readStates } from './read-states.ts';
import { resolveStreams } from './resolve-streams.ts';
import { readStandingRecordings } from './standing-recordings.ts';

/** Lists one page of the recordings of a period over all streams, newest first: each at its latest vodReady. */
export async function listAllRecordings(
  table: Table,
  { apps, period, links, ...query }: PeriodQuery & { readonly links: LinkTemplates },
  now: number,
) {
  const sections = toDaySections(table, ['recording'], period, now);
  const { page, cursor } = await fillFromChunks({
    ...query,
    chunkSize: query.limit,
    readChunk: (size, before) => walkApps(sections, apps, size, before),
    toPageRows: (rows) => readRecordingRows(table, rows, links, now),
  });
  return { recordings: page, cursor };
}

async function* readRecordingRows(
  table: Table,
  rows: readonly PositionedRow[],
  links: LinkTemplates,
  now: number,
): AsyncGenerator<PageRow<ListedRecording>> {
  const states = await readStates(table, rows, nameAttributes);
  const recordings = await resolveStreams(rows, states, (state, ofStream) =>
    readStandingRecordings({ table, ...readStreamName(state), now }, ofStream),
  );
  for (const { row, position } of rows) {
    const [state, recording] = [states.get(streamPartitionOf(row)), recordings.get(keyText(row))];
    yield { json: state && recording && toListedRecording(state, recording, links), position };
  }
}

type ListedRecording = ReturnType<typeof toListedRecording>;

function toListedRecording(state: Item, recording: LwwRegister<Recording>, links: LinkTemplates) {
  const stream = readStreamName(state);
  return { ...stream, ...linkRecording(links, stream, toRecordingJson(recording)) };
}
