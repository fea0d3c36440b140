const utcDayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Formats a time (ISO 8601) in UTC, to the second: `12:00:00 UTC`, with the day of another day and the year of another year. */
export const formatUtcTime = (time: string, now: number): string => format(time, now, time.slice(11, 19));

/** Formats a time (ISO 8601) that is known to the minute, as `formatUtcTime` does but without seconds: `12:00 UTC`. */
export const formatUtcMinute = (time: string, now: number): string => format(time, now, time.slice(11, 16));

function format(time: string, now: number, clock: string): string {
  const today = new Date(now).toISOString();
  const utcClock = `${clock} UTC`;
  if (time.slice(0, 10) === today.slice(0, 10)) return utcClock;
  const year = time.slice(0, 4) === today.slice(0, 4) ? '' : ` ${time.slice(0, 4)}`;
  return `${utcDayFormat.format(new Date(time))}${year} ${utcClock}`;
}
