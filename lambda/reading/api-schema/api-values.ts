import { z } from 'zod';
import type { Json } from '../../stream/values.ts';

// The source of docs/openapi.json (npm run schema), and of the types of client/. No function runs it.

/** The schemas that the description names; each is one of its components. */
export const components = z.registry<{ id: string }>();

/** A time, ISO 8601 in UTC with milliseconds. */
export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: 'date-time' });

/** A text that is null where it is not known. */
export const text = z.string().nullable();
/** A number that is null where it is not known. */
export const number = z.number().nullable();

/** Any JSON. */
export const anyJson: z.ZodType<Json> = z.any();

/** The members of a hook, under the names that the media server gave them; secrets are masked. */
export const hookFields = z
  .record(z.string(), anyJson)
  .meta({ description: "The hook's own fields, masked; cut with a mark where they are large" });

/** The end of a page. */
export const cursor = text.meta({ description: 'Of the next page; null on the last one' });

export const app = z.string().meta({ description: 'The app of the webhook URL', examples: ['LiveApp'] });
export const id = z.string().meta({ description: 'The id of the stream, unique within its app', examples: ['cam-1'] });

/** A link of a recording or a stream. */
export const link = (description: string) => z.url().nullable().optional().meta({ description });

/** Every error. */
export const apiError = z
  .object({ error: z.string().meta({ description: 'What was received, what was expected, and what to do' }) })
  .register(components, { id: 'Error' });
