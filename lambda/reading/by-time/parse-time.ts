/** A date, or a date and time with `Z` or an offset, such as `2026-11-25T09:00:00.000+01:00`: seconds may be missing. */
const time = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Parses a time of ISO 8601, to ms since the epoch; a date is its midnight in UTC. Undefined for any other text, and for a day that no calendar has. */
export function parseTime(text: string): number | undefined {
  const date = time.exec(text)?.[1];
  if (date === undefined || !isOfCalendar(date)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** Whether a date, such as `2026-11-25`, exists: `Date.parse` takes 30 February for 2 March. */
export function isOfCalendar(date: string): boolean {
  const at = Date.parse(date);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}
