const clockOptions: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const clockFormat = new Intl.DateTimeFormat('en-GB', clockOptions);
const dayAndClockFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...clockOptions });
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const utcDayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/**
 * Formats a time (ISO 8601, or ms since the epoch) in the viewer's zone, without what it shares with the present (ms since
 * the epoch): `12:00:00` today, `20 Nov 12:00:00` this year, else `20 Nov 2025`.
 */
export function formatTime(time: string | number, now: number): string {
  const at = new Date(time);
  const today = new Date(now);
  if (dateFormat.format(at) === dateFormat.format(today)) return clockFormat.format(at);
  if (at.getFullYear() !== today.getFullYear()) return dateFormat.format(at);
  return dayAndClockFormat.format(at).replace(',', '');
}

/** Formats a time (ISO 8601) in UTC, to the second: `12:00:00 UTC`, with the day of another day and the year of another year. */
export function formatUtcTime(time: string, now: number): string {
  const today = new Date(now).toISOString();
  const utcClock = `${time.slice(11, 19)} UTC`;
  if (time.slice(0, 10) === today.slice(0, 10)) return utcClock;
  const year = time.slice(0, 4) === today.slice(0, 4) ? '' : ` ${time.slice(0, 4)}`;
  return `${utcDayFormat.format(new Date(time))}${year} ${utcClock}`;
}

/** Formats a length of time (ms) in its two largest units, such as `1 h 3 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
