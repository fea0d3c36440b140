const clockOptions: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const clockFormat = new Intl.DateTimeFormat('en-GB', clockOptions);
const dayAndClockFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...clockOptions });
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

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
