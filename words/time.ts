const HOUR_MS = 3_600_000;

const clockOptions: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const minuteOptions: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const clockFormat = new Intl.DateTimeFormat('en-GB', clockOptions);
const dayAndClockFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...clockOptions });
const minuteFormat = new Intl.DateTimeFormat('en-GB', minuteOptions);
const dayAndMinuteFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...minuteOptions });
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/**
 * Formats a time (ISO 8601, or ms since the epoch) in the viewer's zone, without what it shares with the present (ms since
 * the epoch): `12:00:00` today, `20 Nov 12:00:00` this year, else `20 Nov 2025`.
 */
export const formatTime = (time: string | number, now: number): string =>
  format(new Date(time), new Date(now), clockFormat, dayAndClockFormat);

/** Formats a time that is known to the minute, as `formatTime` does but without seconds: `12:00`, `20 Nov 12:00`. */
export const formatMinute = (time: string | number, now: number): string =>
  format(new Date(time), new Date(now), minuteFormat, dayAndMinuteFormat);

/** Formats the hour that begins at a time (ms since the epoch), without its seconds; the last one is `this hour`. */
export const formatHour = (time: number, now: number): string =>
  now - time < HOUR_MS ? 'this hour' : formatMinute(time, now);

function format(at: Date, today: Date, clock: Intl.DateTimeFormat, dayAndClock: Intl.DateTimeFormat): string {
  if (dateFormat.format(at) === dateFormat.format(today)) return clock.format(at);
  if (at.getFullYear() !== today.getFullYear()) return dateFormat.format(at);
  return dayAndClock.format(at).replace(',', '');
}
