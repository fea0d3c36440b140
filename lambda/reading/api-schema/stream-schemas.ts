import { z } from 'zod';
import { anyJson, app, components, hookFields, id, link, number, text, time } from './api-values.ts';

export const health = z
  .object({
    width: number,
    height: number,
    speed: number.meta({ description: '1 is real time' }),
    totalByteReceived: number,
    inputQueueSize: number,
    encodingQueueSize: number,
    dropFrameCountInEncoding: number,
    dropPacketCountInIngestion: number,
    at: time.meta({ description: "The media server's clock" }),
    receivedAt: time.nullable(),
  })
  .meta({ description: 'A heartbeat' })
  .register(components, { id: 'Health' });

const recordingFields = {
  vodId: text,
  name: text.meta({ description: 'The vodName' }),
  durationMs: z
    .number()
    .nonnegative()
    .nullable()
    .meta({ description: 'null where the media server sent none, or a negative one' }),
  at: time,
  url: link('Only where the setting recordingUrl is set; null where a value for it is missing'),
};
export const recording = z
  .object(recordingFields)
  .meta({ description: 'A recording as of its latest vodReady' })
  .register(components, { id: 'Recording' });

const sessionFields = {
  startedAt: time.nullable().meta({ description: 'null where the start is not known' }),
  endedAt: time.nullable().meta({ description: 'null while the session is open' }),
  durationMs: z
    .int()
    .nonnegative()
    .nullable()
    .meta({ description: 'To now while the session is open; null where the start is not known' }),
  endReason: z
    .enum(['ended', 'presumedEnded', 'superseded'])
    .nullable()
    .meta({ description: 'null while the session is open' }),
};
export const session = z.object(sessionFields).register(components, { id: 'Session' });

const eventFields = {
  action: z.string().meta({
    description: "The media server's own name; presumedStart, presumedEnd: no hook reported it",
    examples: ['liveStreamStarted'],
  }),
  at: time.meta({ description: 'When it happened' }),
  receivedAt: time,
  outcome: z.enum(['recorded', 'late', 'unrecognised']),
  fields: hookFields,
};
export const event = z.object(eventFields).register(components, { id: 'Event' });

/** The members that a row over all streams begins with. */
const ofStream = { app, id, streamName: text.meta({ description: 'The name of the stream, as it is now' }) };
export const streamRecording = z
  .object({ ...ofStream, ...recordingFields })
  .register(components, { id: 'StreamRecording' });
export const streamSession = z
  .object({ ...ofStream, ...sessionFields })
  .meta({ description: 'A session, listed at the time of its end' })
  .register(components, { id: 'StreamSession' });
export const streamEvent = z.object({ ...ofStream, ...eventFields }).register(components, { id: 'StreamEvent' });

const track = z
  .object({ id: z.string(), joinedAt: time.nullable(), leftAt: time.nullable() })
  .meta({ description: 'A track of a room; leftAt is null for one that has joined again' })
  .register(components, { id: 'Track' });

const streamError = z
  .object({
    kind: z.string().meta({ description: 'endpointFailed, publishTimeoutError or encoderNotOpenedError' }),
    detail: text.meta({ description: 'The masked URL, or the subscriberId' }),
    at: time,
  })
  .register(components, { id: 'StreamError' });

/** The statuses of a stream. */
export const streamStatuses = ['live', 'presumedEnded', 'ended', 'unknown'] as const;

const streamFields = {
  app,
  id,
  status: z.enum(streamStatuses),
  inferred: z.boolean().meta({ description: 'live is known from a heartbeat only: the started hook was missed' }),
  stale: z.boolean().meta({ description: 'live, heartbeats were coming, and none for 60 s' }),
  startedAt: time.nullable().meta({ description: 'Of the newest session, as are endedAt and durationMs' }),
  endedAt: time.nullable(),
  durationMs: z.int().nonnegative().nullable().meta({ description: 'To now while live' }),
  name: text,
  category: text,
  metadata: anyJson.meta({ description: 'As the media server sent it: an object, text or null' }),
  room: text,
  subscriberId: text,
  health: health.nullable(),
  lastError: streamError.nullable(),
  lastRecording: recording.nullable(),
  lastEvent: z.object({ action: z.string(), at: time }).nullable(),
  node: z
    .object({ address: z.string(), at: time })
    .nullable()
    .meta({ description: 'Where the latest started, ended or heartbeat came from' }),
  playUrl: link('Only where the setting playUrl is set; null unless the stream is live'),
};
export const stream = z.object(streamFields).register(components, { id: 'Stream' });

/** One stream with its lists, each as long as fits one answer. */
export const streamDetail = z
  .object({
    ...streamFields,
    recordings: z.array(recording).max(100),
    sessions: z.array(session).max(100),
    tracks: z.array(track).max(100).meta({ description: 'Of rooms' }),
    healthHistory: z
      .array(health)
      .meta({ description: 'Of the hour before the latest heartbeat, at most one a minute' }),
    events: z.array(event).max(50),
  })
  .meta({ description: 'A stream with the newest of its recordings, sessions, tracks and events' })
  .register(components, { id: 'StreamDetail' });
