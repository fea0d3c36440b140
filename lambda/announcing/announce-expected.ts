import { iso } from '../reading/stream-json.ts';
import { type ExpectedStream, readExpectedDescription, readExpectedRow } from '../table/rows/expected-row.ts';
import { fitDetail, unknownStream } from './announced-stream.ts';
import { type AnnouncedStream, type Announcement, DETAIL_VERSION, SOURCE, toEventId } from './announcement.ts';
import type { TableChange } from './table-change.ts';

/** Announces that an expected stream has become missing, or is back; nothing of another write of its row. */
export function announceExpected({ before, after, writtenAt }: TableChange): Announcement[] {
  const expected = readExpectedRow(after);
  const { app, id, isMissing, known, addedAt } = expected;
  const wasMissing = before === undefined ? undefined : readExpectedRow(before).isMissing;
  if (known === undefined || isMissing === wasMissing) return [];
  const type = isMissing ? 'Stream Missing' : 'Stream Back';
  const detail = fitDetail({
    version: DETAIL_VERSION,
    eventId: toEventId(type, app, id, addedAt, known.since),
    ...{ app, id, at: iso(isMissing ? becameMissingAt(expected, known.since) : known.since) },
    since: iso(known.since),
    stream: { ...unknownStream, ...readExpectedDescription<AnnouncedStream>(after) },
  });
  return [{ source: SOURCE, 'detail-type': type, time: iso(writtenAt), detail }];
}

/** Its grace may have been over when the stream was added. */
const becameMissingAt = ({ grace, addedAt }: ExpectedStream, since: number): number =>
  Math.max(since + grace * 1_000, addedAt);
