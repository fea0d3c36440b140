import { NBSP } from './visible-text.ts';

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const inZone = new Intl.DateTimeFormat('en-GB', clock);
const withDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...clock });
const utcDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** A time (ISO 8601) in the viewer's zone, as short as it can be told at another one (ms since the epoch). */
export function formatClockTime(time: string, now: number): string {
  const at = new Date(time);
  const today = new Date(now);
  if (day.format(at) === day.format(today)) return inZone.format(at);
  const told = at.getFullYear() === today.getFullYear() ? withDay.format(at).replace(',', '') : day.format(at);
  return told.replace(' ', NBSP);
}

/** A time (ISO 8601) in UTC, to the second; without its day at that day, with its year in another one. */
export function formatUtcTime(time: string, now: number): string {
  const today = new Date(now).toISOString();
  const clock = `${time.slice(11, 19)}${NBSP}UTC`;
  if (time.slice(0, 10) === today.slice(0, 10)) return clock;
  const year = time.slice(0, 4) === today.slice(0, 4) ? '' : ` ${time.slice(0, 4)}`;
  return `${utcDay.format(new Date(time)).replace(' ', NBSP)}${year} ${clock}`;
}
