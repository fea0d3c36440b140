import { InvalidArgumentError } from 'commander';

/** Such as `2026-11-25`. */
export const datePattern = /^\d{4}-\d{2}-\d{2}$/;
/** Such as `2026-11-25T12:00:00.000Z` or `2026-11-25T13:00+01:00`. */
const timePattern = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Parses a time with its zone, or a date, whose beginning `startOf` returns; to ms since the epoch. Throws commander's error for anything else. */
export function parseTime(received: string, startOf: (date: string) => number = Date.parse): number {
  if (isDate(received)) return startOf(received);
  const [, date] = timePattern.exec(received) ?? [];
  const at = date !== undefined && isDate(date) ? Date.parse(received) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    'Expected a date, such as 2026-11-25, or an ISO 8601 time with Z or an offset, such as 2026-11-25T12:00:00Z.',
  );
}

/** Whether a text is a date that exists: Date.parse takes 30 February for one of March. */
export function isDate(text: string): boolean {
  const at = datePattern.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
