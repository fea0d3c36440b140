import { z } from 'zod';
import { countedReasons } from '../stream/refusal.ts';

// The source of docs/events/announcement.schema.json (npm run schema) and of the types in announcement.ts. No function runs it: lambda/ imports its types only.

const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time' });

const session = z
  .object({
    startedAt: time.nullable().meta({ description: 'null where the started hook was missed' }),
    endedAt: time.nullable().meta({ description: 'null while the session is open' }),
    durationMs: z
      .int()
      .nonnegative()
      .nullable()
      .meta({ description: 'From startedAt to endedAt; null where one is missing' }),
    endReason: z
      .enum(['ended', 'presumedEnded', 'superseded'])
      .nullable()
      .meta({ description: 'null while it is open' }),
  })
  .meta({ id: 'Session' });

const stream = z
  .object({
    name: z.string().nullable(),
    category: z.string().nullable(),
    metadata: z.union([z.record(z.string(), z.unknown()), z.string(), z.null()]),
    room: z.string().nullable(),
    subscriberId: z.string().nullable(),
  })
  .meta({
    id: 'Stream',
    description:
      'What the announcer knew of the stream, null where it did not; masked, and cut with a mark where the detail would be too large',
  });

/** The fields that every detail begins with. */
const common = {
  version: z.literal(1).meta({ description: 'Rises when a field is removed or changes its meaning' }),
  eventId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .meta({ description: 'The same for each copy of the announcement' }),
  app: z.string(),
  at: time.meta({ description: 'When it happened, by the clock of the hook that reported it' }),
  test: z.literal(true).optional().meta({ description: 'Only in the example that npm run notify -- test sends' }),
};
const ofStream = { ...common, id: z.string(), stream };
const sequence = z.int().positive().meta({ description: 'Rises with each announcement of (app, id) that has one' });

const details = {
  'Stream Started': z.object({
    ...ofStream,
    sequence,
    session,
    cause: z.enum(['started', 'heartbeat', 'resumed']),
  }),
  'Stream Ended': z.object({ ...ofStream, sequence, session }),
  'Stream Corrected': z.object({ ...ofStream, sequence, session, previous: session }),
  'Recording Ready': z.object({
    ...ofStream,
    recording: z.object({
      vodId: z.string().nullable(),
      name: z.string().nullable(),
      durationMs: z.number().nullable(),
      at: time,
    }),
  }),
  'Stream Error': z.object({
    ...ofStream,
    error: z.object({ kind: z.string(), at: time, detail: z.string().nullable() }),
  }),
  'Stream Missing': z.object({ ...ofStream, since: time }),
  'Stream Back': z.object({ ...ofStream, since: time }),
  'Publish Refused': z.object({
    ...ofStream,
    id: z
      .string()
      .nullable()
      .meta({ description: 'As it was asked for; null where none can be told, or where there are too many' }),
    reason: z.enum(countedReasons),
    count: z.int().positive().meta({ description: 'How often so far: the read API has the rest' }),
  }),
  'Server Alarm': z.object({
    ...common,
    id: z.null(),
    stream: z.null(),
    host: z.string(),
    kind: z.enum(['highResourceUsage', 'unexpectedServerShutdown']),
  }),
};

const descriptions: { readonly [T in keyof typeof details]: string } = {
  'Stream Started': 'The stream has become live',
  'Stream Ended': 'The stream has stopped being live, or only its end is known',
  'Stream Corrected': 'What is known of the same session has changed',
  'Recording Ready': 'The media server has finished a recording',
  'Stream Error': 'The media server has reported an error of the stream',
  'Stream Missing': 'An expected stream has not been live for its grace',
  'Stream Back': 'An expected stream that was missing is live again',
  'Publish Refused': 'A publisher was not let in',
  'Server Alarm': 'The media server is overloaded, or was shut down unexpectedly',
};

const envelope = <T extends keyof typeof details>(type: T) =>
  z
    .object({
      source: z.literal('ant-media-webhooks'),
      'detail-type': z.literal(type),
      time: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/)
        .meta({ format: 'date-time', description: 'When it was stored; EventBridge drops the milliseconds' }),
      detail: details[type],
    })
    .meta({ id: type.replace(' ', ''), description: descriptions[type] });

/** The schema of every announcement, in the envelope in which a rule delivers it. */
export const announcementSchema = z
  .discriminatedUnion('detail-type', [
    envelope('Stream Started'),
    envelope('Stream Ended'),
    envelope('Stream Corrected'),
    envelope('Recording Ready'),
    envelope('Stream Error'),
    envelope('Stream Missing'),
    envelope('Stream Back'),
    envelope('Publish Refused'),
    envelope('Server Alarm'),
  ])
  .meta({ title: 'An announcement of ant-media-webhooks' });
