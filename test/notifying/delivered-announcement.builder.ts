import type { Announcement, AnnouncementOf } from '../../lambda/announcing/announcement.ts';
import { toEventId } from '../../lambda/announcing/announcement.ts';

/** The fields of an announcement that tests choose. */
export interface AnnouncementFields {
  /** @default LiveApp */
  readonly app?: string;
  /** @default cam-1 */
  readonly id?: string;
  /** When it was stored, in ms since the epoch. */
  readonly at: number;
  /** @default the time in ms */
  readonly sequence?: number;
}

const unknown = { category: null, metadata: null, room: null, subscriberId: null };

const common = ({ app = 'LiveApp', id = 'cam-1', at }: AnnouncementFields, type: string, sequence: number) => ({
  version: 1 as const,
  eventId: toEventId(app, id, type, at, sequence),
  app,
  id,
  at: new Date(at).toISOString(),
  stream: { name: null, ...unknown },
});

export function buildStarted(fields: AnnouncementFields): AnnouncementOf<'Stream Started'> {
  const time = new Date(fields.at).toISOString();
  const sequence = fields.sequence ?? fields.at;
  const session = { startedAt: time, endedAt: null, durationMs: null, endReason: null };
  const detail = { ...common(fields, 'started', sequence), sequence, session, cause: 'started' } as const;
  return { source: 'ant-media-webhooks', 'detail-type': 'Stream Started', time, detail };
}

export function buildEnded(fields: AnnouncementFields): AnnouncementOf<'Stream Ended'> {
  const time = new Date(fields.at).toISOString();
  const sequence = fields.sequence ?? fields.at;
  const session = { startedAt: null, endedAt: time, durationMs: null, endReason: 'ended' } as const;
  const detail = { ...common(fields, 'ended', sequence), sequence, session };
  return { source: 'ant-media-webhooks', 'detail-type': 'Stream Ended', time, detail };
}

export function buildRecording(fields: AnnouncementFields): AnnouncementOf<'Recording Ready'> {
  const time = new Date(fields.at).toISOString();
  const recording = { vodId: null, name: `${fields.id ?? 'cam-1'}.mp4`, durationMs: 1_000, at: time };
  const detail = { ...common(fields, 'recording', fields.sequence ?? 0), recording };
  return { source: 'ant-media-webhooks', 'detail-type': 'Recording Ready', time, detail };
}

/** Returns the id of an announcement. */
export const eventIdOf = ({ detail }: Announcement): string => detail.eventId;
