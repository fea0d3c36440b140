import { z } from 'zod';
import { streamStatuses } from './stream-schemas.ts';

/** A time of a period: a date is its midnight, UTC. */
const periodEdge = z.union([
  z.string().meta({ format: 'date-time' }),
  z.string().meta({ format: 'date' }),
  z.literal('').meta({ description: 'As if it were absent' }),
]);

export const appFilter = z
  .string()
  .optional()
  .meta({ description: 'Only this app', examples: ['LiveApp'] });
export const streamApp = z
  .string()
  .min(1)
  .meta({ description: 'The app of the stream', examples: ['LiveApp'] });
export const streamId = z
  .string()
  .min(1)
  .meta({ description: 'The id of the stream, whatever it holds', examples: ['cam-1'] });
export const statusFilter = z
  .array(z.enum([...streamStatuses, 'stale', 'failing']))
  .min(1)
  .optional()
  .meta({
    description:
      'One or several, with commas. stale: live, without heartbeats for 60 s; failing: an error in the last hour',
    examples: [['stale', 'failing']],
  });
export const textFilter = z.string().optional().meta({
  description:
    "Text in id, name, category, room, metadata, or the last error's kind or detail, without regard to case. A page may hold fewer rows than the limit, even none, and have a cursor still",
});
export const roomFilter = z.string().optional().meta({ description: 'Only the streams of this room' });
export const exclusiveCounts = z.boolean().default(false).meta({
  description:
    'Count each stream as one of missing, stale, failing and live: as the first of these that it is. presumedEnded and endedLastHour stay as they are: an expected stream that is presumed to have ended is in missing too',
});
export const actionFilter = z
  .string()
  .optional()
  .meta({ description: 'Only events of this action', examples: ['liveStreamEnded'] });
export const from = periodEdge.optional().meta({
  description: 'The beginning of the period, included: ISO 8601 with Z or an offset, or a date (00:00 UTC)',
  examples: ['2026-11-02'],
});
export const to = periodEdge.optional().meta({
  description: 'The end of the period, excluded; after from',
  examples: ['2026-11-03T00:00:00+01:00'],
});
export const pageLimit = z.int().min(1).max(100).default(50).meta({ description: 'The rows of a page' });
export const pageCursor = z
  .string()
  .optional()
  .meta({ description: 'The cursor of the page before, for the next one' });
