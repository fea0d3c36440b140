const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** A time (ISO 8601, or ms since the epoch) in this machine's zone, as short as it can be told at another one. */
export function formatTime(time: string | number, now: number): string {
  const at = new Date(time);
  const today = new Date(now);
  if (date.format(at) === date.format(today)) return clock.format(at);
  return at.getFullYear() === today.getFullYear() ? dayAndClock.format(at).replace(',', '') : date.format(at);
}

/** A time in this machine's zone, and in UTC. */
export function formatTimeWithUtc(time: string, now: number): string {
  return `${formatTime(time, now)} (${time})`;
}

/** A length of time (ms) in its two largest units. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
