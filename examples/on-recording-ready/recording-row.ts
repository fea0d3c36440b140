import { createHash } from 'node:crypto';
import type { AnnouncementOf } from '../../lambda/announcing/announcement.ts';

/** The limits of DynamoDB's keys, in bytes. */
const [MAX_PARTITION_KEY, MAX_SORT_KEY] = [2_048, 1_024];

/**
 * Returns the row of a recording. A media server may announce one again, with another clock: the row is that of its `vodId`,
 * and `at` says which is the latest (ISO 8601, which sorts by time). Without a `vodId` each announcement is a recording.
 */
export function toRecordingRow({ detail }: AnnouncementOf<'Recording Ready'>) {
  const { eventId, app, id, stream, recording } = detail;
  const name = `${encodeURIComponent(app.toWellFormed())}/${id}`; // an app may contain a slash
  return {
    stream: { S: toKey(name, MAX_PARTITION_KEY) },
    recording: { S: toKey(recording.vodId ?? eventId, MAX_SORT_KEY) },
    at: { S: recording.at },
    eventId: { S: eventId },
    vodId: toText(recording.vodId),
    file: toText(recording.name),
    durationMs: recording.durationMs === null ? { NULL: true } : { N: String(recording.durationMs) },
    streamName: toText(stream.name),
  };
}

/** Returns a text as it is, or its hash where it is too long for a key: a publisher chooses names as long as he likes. */
const toKey = (text: string, maxBytes: number): string =>
  Buffer.byteLength(text) <= maxBytes ? text : createHash('sha256').update(text).digest('hex');

const toText = (text: string | null) => (text === null ? { NULL: true } : { S: text });
