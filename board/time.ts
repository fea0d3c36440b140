const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const inZone = new Intl.DateTimeFormat('en-GB', clock);
const withDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...clock });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** A time (ISO 8601) in the viewer's zone, as short as it can be told at another one (ms since the epoch). */
export function clockTime(time: string, now: number): string {
  const at = new Date(time);
  const today = new Date(now);
  if (day.format(at) === day.format(today)) return inZone.format(at);
  return at.getFullYear() === today.getFullYear() ? withDay.format(at).replace(',', '') : day.format(at);
}

/** A time (ISO 8601) in UTC, to the second; without its day at that day. */
export function utcTime(time: string, now: number): string {
  const isToday = time.slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return `${isToday ? '' : `${time.slice(0, 10)} `}${time.slice(11, 19)} UTC`;
}
