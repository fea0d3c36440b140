import { unknownStream } from '../../lambda/announcing/announced-stream.ts';
import { type Announcement, type DetailType, SOURCE, toEventId } from '../../lambda/announcing/announcement.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';

/** The beginning of the time of tests, in ms since the epoch. */
export const START = Date.parse('2026-11-26T12:00:00.000Z');

const session = { startedAt: null, endedAt: null, durationMs: null, endReason: null };

/** The fields of each type besides the common ones and the sequence. */
const details = {
  'Stream Started': { session, cause: 'started' },
  'Stream Ended': { session: { ...session, endReason: 'ended' } },
  'Stream Corrected': { session, previous: session },
  'Recording Ready': { recording: { vodId: null, name: null, durationMs: null, at: new Date(START).toISOString() } },
  'Stream Error': { error: { kind: 'endpointFailed', at: new Date(START).toISOString(), detail: null } },
  'Stream Missing': { since: new Date(START).toISOString() },
  'Stream Back': { since: new Date(START).toISOString() },
  'Publish Refused': { reason: 'noKey', count: 1 },
  'Server Alarm': { host: '203.0.113.7', kind: 'highResourceUsage' },
} as const;

/** Builds an announcement that was stored at a time (ms after START), with a sequence where its type has one. */
export function buildAnnouncement(
  type: DetailType,
  { id = 'cam-1', app = 'LiveApp', sequence = 1, at = 0, name = null as string | null } = {},
): Announcement {
  const time = new Date(START + at).toISOString();
  const isAlarm = type === 'Server Alarm';
  const eventId = toEventId(type, app, id, sequence, at);
  const common = { version: 1, eventId, app, id: isAlarm ? null : id, at: time };
  const detail = {
    ...common,
    ...details[type],
    ...('session' in details[type] && { sequence }),
    stream: isAlarm ? null : { ...unknownStream, name },
  };
  return { source: SOURCE, 'detail-type': type, time, detail } as unknown as Announcement; // of its type: details has its fields
}

/** Builds a recipient that is told of starts and ends in a chat. */
export function buildRecipient(changes: Partial<Recipient> = {}): Recipient {
  const on: DetailType[] = ['Stream Started', 'Stream Ended'];
  const to = 'https://hooks.slack.com/services/T0/B0/x';
  return { name: 'team', style: 'slack', to, on, app: null, graceMs: 0, allowPrivate: false, secrets: [], ...changes };
}
