import type { AnnouncementOf } from '../../lambda/announcing/announcement.ts';

/**
 * Returns the row of a recording. A media server may announce one again, with another clock: the row is that of its `vodId`,
 * and `at` says which is the latest (ISO 8601, which sorts by time). Without a `vodId` each announcement is a recording.
 */
export function toRecordingRow({ detail }: AnnouncementOf<'Recording Ready'>) {
  const { eventId, app, id, stream, recording } = detail;
  return {
    stream: { S: `${app}/${id}` },
    recording: { S: recording.vodId ?? eventId },
    at: { S: recording.at },
    eventId: { S: eventId },
    file: recording.name === null ? { NULL: true } : { S: recording.name },
    durationMs: recording.durationMs === null ? { NULL: true } : { N: String(recording.durationMs) },
    streamName: stream.name === null ? { NULL: true } : { S: stream.name },
  };
}
