import { z } from 'zod';

// The source of docs/events/announcement.schema.json and of the types in announcement.ts. No function runs it: lambda/ imports its types only.

const time = z.iso.datetime({ precision: 3 }).meta({ description: 'A time in UTC, with milliseconds' });

const session = z.strictObject({
  startedAt: time.nullable().meta({ description: 'null where the started hook was missed' }),
  endedAt: time.nullable().meta({ description: 'null while the session is open' }),
  durationMs: z
    .int()
    .nonnegative()
    .nullable()
    .meta({ description: 'From startedAt to endedAt; null where one is missing' }),
  endReason: z.enum(['ended', 'presumedEnded', 'superseded']).nullable().meta({ description: 'null while it is open' }),
});

const stream = z
  .strictObject({
    name: z.string().nullable(),
    category: z.string().nullable(),
    metadata: z.union([z.record(z.string(), z.unknown()), z.string(), z.null()]),
    room: z.string().nullable(),
    subscriberId: z.string().nullable(),
  })
  .meta({
    description: 'What was known of the stream; masked, and cut with a mark where the detail would be too large',
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
};
const ofStream = { ...common, id: z.string(), stream };
const sequence = z.int().positive().meta({ description: 'Rises with each announcement of (app, id) that has one' });

const details = {
  'Stream Started': z.strictObject({
    ...ofStream,
    sequence,
    session,
    cause: z.enum(['started', 'heartbeat', 'resumed']),
  }),
  'Stream Ended': z.strictObject({ ...ofStream, sequence, session }),
  'Stream Corrected': z.strictObject({ ...ofStream, sequence, session, previous: session }),
  'Recording Ready': z.strictObject({
    ...ofStream,
    recording: z.strictObject({
      vodId: z.string().nullable(),
      name: z.string().nullable(),
      durationMs: z.number().nullable(),
      at: time,
    }),
  }),
  'Stream Error': z.strictObject({
    ...ofStream,
    error: z.strictObject({ kind: z.string(), at: time, detail: z.string().nullable() }),
  }),
  'Stream Missing': z.strictObject({ ...ofStream, since: time }),
  'Stream Back': z.strictObject({ ...ofStream, since: time }),
  'Server Alarm': z.strictObject({
    ...common,
    id: z.null(),
    stream: z.null(),
    host: z.string(),
    kind: z.enum(['highResourceUsage', 'unexpectedServerShutdown']),
  }),
};

const envelope = <T extends keyof typeof details>(type: T) =>
  z.strictObject({
    source: z.literal('ant-media-webhooks'),
    'detail-type': z.literal(type),
    time: z.iso.datetime().meta({ description: 'When it was stored' }),
    detail: details[type],
  });

/** The schema of every announcement, in the envelope in which a rule delivers it. */
export const announcementSchema = z.discriminatedUnion('detail-type', [
  envelope('Stream Started'),
  envelope('Stream Ended'),
  envelope('Stream Corrected'),
  envelope('Recording Ready'),
  envelope('Stream Error'),
  envelope('Stream Missing'),
  envelope('Stream Back'),
  envelope('Server Alarm'),
]);
