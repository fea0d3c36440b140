import { TimeLimitError, withTimeout } from '../../lambda/with-timeout.ts';
import { AbsentPartError, type Part, type PartReaders, type StatusParts } from './status-parts.ts';

/** The time limit of each part, in ms: a request of the read API may take as long. */
const PART_LIMIT_MS = 10_000;

/** Reads all parts at the same time. One that cannot be read, or not in time, does not hold up the others. */
export async function readParts(readers: PartReaders, limitMs = PART_LIMIT_MS): Promise<StatusParts> {
  const read = <T>(reader: () => Promise<T>) => readPart(reader, limitMs);
  const [alarms, counts, hooks, deferred, announcements, notifications, errors, refusals] = await Promise.all([
    read(readers.alarms),
    read(readers.counts),
    read(readers.hooks),
    read(readers.deferred),
    read(readers.announcements),
    read(readers.notifications),
    read(readers.errors),
    read(readers.refusals),
  ]);
  return { alarms, counts, hooks, deferred, announcements, notifications, errors, refusals };
}

async function readPart<T>(reader: () => Promise<T>, limitMs: number): Promise<Part<T>> {
  try {
    return { kind: 'read', value: await withTimeout(limitMs, reader) };
  } catch (error) {
    return { kind: error instanceof AbsentPartError ? 'absent' : 'unreadable', reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TimeLimitError) return `Received ${error.message}: check the network connection, and try again.`;
  return error instanceof Error ? error.message : String(error);
}
