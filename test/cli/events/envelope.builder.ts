import type { AnnouncementOf, DetailType } from '../../../lambda/announcing/announcement.ts';

const at = '2026-11-26T12:00:00.000Z';
const session = { startedAt: at, endedAt: null, durationMs: null, endReason: null };
const ended = { startedAt: at, endedAt: '2026-11-26T12:00:28.000Z', durationMs: 28_000, endReason: 'ended' } as const;

const common = {
  version: 1,
  eventId: '0123456789abcdef0123456789abcdef',
  app: 'LiveApp',
  id: 'cam-1',
  at,
  stream: { name: 'Yard', category: null, metadata: null, room: null, subscriberId: null },
} as const;

const details: { readonly [T in DetailType]: AnnouncementOf<T>['detail'] } = {
  'Stream Started': { ...common, sequence: 2, session, cause: 'started' },
  'Stream Ended': { ...common, sequence: 4, session: ended },
  'Stream Corrected': {
    ...common,
    sequence: 6,
    session: ended,
    previous: { ...ended, startedAt: null, durationMs: null },
  },
  'Recording Ready': { ...common, recording: { vodId: 'vod-1', name: 'cam-1.mp4', durationMs: 28_000, at } },
  'Stream Error': { ...common, error: { kind: 'endpointFailed', at, detail: 'rtmp://example.com' } },
  'Stream Missing': { ...common, since: at },
  'Stream Back': { ...common, since: at },
  'Publish Refused': { ...common, reason: 'noKey', count: 1 },
  'Server Alarm': { ...common, id: null, stream: null, host: '10.0.0.7', kind: 'highResourceUsage' },
};

/** Builds an announcement of a type, with other fields of its detail. */
export function buildEnvelope<T extends DetailType>(
  type: T,
  more: Partial<AnnouncementOf<T>['detail']> = {},
): AnnouncementOf<T> {
  const envelope = {
    source: 'ant-media-webhooks',
    'detail-type': type,
    time: at,
    detail: { ...details[type], ...more },
  };
  return envelope as unknown as AnnouncementOf<T>; // TypeScript cannot follow a type that is generic
}
