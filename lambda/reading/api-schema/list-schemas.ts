import { z } from 'zod';
import { countedReasons, keyUses } from '../../stream/refusal.ts';
import { app, components, cursor, hookFields, id, text, time } from './api-values.ts';
import { event, recording, session, stream, streamEvent, streamRecording, streamSession } from './stream-schemas.ts';

export const streamPage = z.object({ streams: z.array(stream), cursor }).register(components, { id: 'StreamPage' });

/** The pages of one stream's lists. */
export const eventPage = z.object({ events: z.array(event), cursor }).register(components, { id: 'EventPage' });
export const sessionPage = z.object({ sessions: z.array(session), cursor }).register(components, { id: 'SessionPage' });
export const recordingPage = z
  .object({ recordings: z.array(recording), cursor })
  .register(components, { id: 'RecordingPage' });

/** The pages of lists over all streams. */
export const streamEventPage = z
  .object({ events: z.array(streamEvent), cursor })
  .register(components, { id: 'StreamEventPage' });
export const streamSessionPage = z
  .object({ sessions: z.array(streamSession), cursor })
  .register(components, { id: 'StreamSessionPage' });
export const streamRecordingPage = z
  .object({ recordings: z.array(streamRecording), cursor })
  .register(components, { id: 'StreamRecordingPage' });

const count = z.int().nonnegative();
const laterCount = count
  .nullable()
  .meta({ description: 'Of the last hour; null until the first sweep of this release' });

const exclusiveCount = count.nullable();
const sometimesNull = 'and null until the first sweep of this release';

export const counts = z
  .object({
    counts: z.array(
      z
        .object({
          app,
          live: exclusiveCount.meta({
            description: `With the stale ones; with exclusive=true without any trouble, ${sometimesNull}`,
          }),
          stale: exclusiveCount.meta({ description: `With exclusive=true without the missing ones, ${sometimesNull}` }),
          missing: count.meta({ description: 'Expected streams that are not live' }),
          presumedEnded: count.meta({ description: 'Of the last hour' }),
          failing: laterCount,
          endedLastHour: laterCount,
        })
        .register(components, { id: 'AppCounts' }),
    ),
    at: time.nullable().meta({ description: 'The time of the oldest of the counts; null without any' }),
  })
  .register(components, { id: 'Counts' });

export const expectedStreams = z
  .object({
    expected: z.array(
      z
        .object({
          app,
          id,
          name: text,
          grace: z.number().meta({ description: 'In seconds' }),
          state: z.enum(['live', 'waiting', 'missing']),
          since: time.meta({ description: 'When it came back, or was last live, or was added' }),
        })
        .register(components, { id: 'ExpectedStream' }),
    ),
  })
  .register(components, { id: 'ExpectedStreams' });

const refusal = z
  .object({
    app,
    id: text.meta({ description: 'As it was asked for; null where it cannot be stored, or where there are too many' }),
    use: z.enum(keyUses),
    reason: z.enum(countedReasons),
    at: time.meta({ description: 'The minute; for those without an id that are beyond the limit, the hour' }),
    count: z.int().positive(),
  })
  .register(components, { id: 'Refusal' });
export const refusalPage = z.object({ refusals: z.array(refusal), cursor }).register(components, { id: 'RefusalPage' });

const serverKind = z.enum(['highResourceUsage', 'unexpectedServerShutdown']);
const mediaServer = z
  .object({
    app,
    host: z.string(),
    lastEvent: z.object({ kind: serverKind, at: time }).nullable(),
    events: z.array(z.object({ kind: serverKind, at: time, receivedAt: time, fields: hookFields })).max(50),
  })
  .register(components, { id: 'MediaServer' });
export const serverPage = z
  .object({ servers: z.array(mediaServer), cursor })
  .register(components, { id: 'ServerPage' });

const quarantinedBody = z
  .object({ app, receivedAt: time, reason: z.string(), body: z.string() })
  .meta({ description: 'A request to a webhook URL that could not be read, masked' })
  .register(components, { id: 'QuarantinedBody' });
export const quarantinePage = z
  .object({ quarantine: z.array(quarantinedBody), cursor })
  .register(components, { id: 'QuarantinePage' });
