import { cutText } from '../hook/cut.ts';
import { textField } from '../hook/field-values.ts';
import { iso, withoutAction } from '../reading/stream-json.ts';
import { descriptiveFields } from '../stream/fields.ts';
import { keyText } from '../table/row-keys.ts';
import { readErrorRow, readEventRow, readRecordingRow, readStreamOfRow } from '../table/rows/event-row.ts';
import { readServerEventRow, readServerOfRow } from '../table/rows/server-rows.ts';
import type { Item } from '../table/table.ts';
import { fitDetail, unknownStream } from './announced-stream.ts';
import { type AnnouncedStream, type Announcement, DETAIL_VERSION, SOURCE, toEventId } from './announcement.ts';
import type { DescriptionMemory } from './description-memory.ts';
import type { TableChange } from './table-change.ts';

/** Announces a recording by the row of its vodReady. */
export function announceRecording({ after, writtenAt }: TableChange, memory: DescriptionMemory): Announcement {
  const register = readRecordingRow(after);
  const { stream, ...common } = factOfStream(after, register.at, memory);
  const detail = fitDetail({ ...common, recording: withoutAction(register), stream });
  return { source: SOURCE, 'detail-type': 'Recording Ready', time: iso(writtenAt), detail };
}

/** Announces an error by its row. */
export function announceError({ after, writtenAt }: TableChange, memory: DescriptionMemory): Announcement {
  const register = readErrorRow(after);
  const { stream, ...common } = factOfStream(after, register.at, memory);
  const detail = fitDetail({ ...common, error: withoutAction(register), stream });
  return { source: SOURCE, 'detail-type': 'Stream Error', time: iso(writtenAt), detail };
}

/** Announces an event of a whole media server by its row. */
export function announceServerEvent({ after, writtenAt }: TableChange): Announcement {
  const { kind, at } = readServerEventRow(after);
  const { app, host } = readServerOfRow(after);
  const common = { version: DETAIL_VERSION, eventId: toEventId(keyText(after)), app, id: null, at: iso(at) };
  return {
    source: SOURCE,
    'detail-type': 'Server Alarm',
    time: iso(writtenAt),
    detail: { ...common, host, kind, stream: null },
  };
}

function factOfStream(row: Item, at: number, memory: DescriptionMemory) {
  const { app, id } = readStreamOfRow(row);
  const stream = memory.get(app, id) ?? descriptionFromHook(row);
  return { version: DETAIL_VERSION, eventId: toEventId(keyText(row)), app, id, at: iso(at), stream };
}

/** Returns what the hook itself says of its stream: an error has titles, a vodReady nothing. */
function descriptionFromHook(row: Item): AnnouncedStream {
  const { fields } = readEventRow(row);
  const title = (name: 'name' | 'category') => {
    const { wire, maxBytes } = descriptiveFields[name];
    const text = textField(fields, wire[0]);
    return text === undefined ? null : cutText(text, maxBytes);
  };
  return { ...unknownStream, name: title('name'), category: title('category') };
}
