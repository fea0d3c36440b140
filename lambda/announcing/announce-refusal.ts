import { iso } from '../reading/stream-json.ts';
import { keyText } from '../table/row-keys.ts';
import { readRefusalRow } from '../table/rows/refusal-rows.ts';
import { fitDetail, unknownStream } from './announced-stream.ts';
import { type Announcement, DETAIL_VERSION, SOURCE, toEventId } from './announcement.ts';
import type { DescriptionMemory } from './description-memory.ts';
import type { TableChange } from './table-change.ts';

/** Announces that a publisher was refused, by the row that counts such refusals: there is one a minute for each stream and reason. */
export function announceRefusal({ after, writtenAt }: TableChange, memory: DescriptionMemory): Announcement {
  const { app, id, reason, at, count } = readRefusalRow(after);
  const stream = (id === null ? undefined : memory.get(app, id)) ?? unknownStream;
  const common = { version: DETAIL_VERSION, eventId: toEventId(keyText(after)), app, id, at: iso(at) };
  const detail = fitDetail({ ...common, reason, count, stream });
  return { source: SOURCE, 'detail-type': 'Publish Refused', time: iso(writtenAt), detail };
}
