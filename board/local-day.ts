/** A period as the read API takes it: ISO 8601, `to` excluded. */
interface DayPeriod {
  readonly from: string;
  readonly to: string;
}

/** Returns the day of a time (ms since the epoch) in the viewer's zone, as a date field has it, such as `2026-11-25`. */
export function localDay(at: number): string {
  const date = new Date(at);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

/**
 * Returns the period of a day of the viewer's zone, from its first instant to that of the next one: 23 or 25 hours where
 * the clocks change. Null for what is no day.
 */
export function periodOfDay(day: string): DayPeriod | null {
  const begin = new Date(`${day}T00:00`);
  if (Number.isNaN(begin.getTime()) || localDay(begin.getTime()) !== day) return null;
  const end = new Date(begin);
  end.setDate(end.getDate() + 1);
  end.setHours(0, 0, 0, 0); // where clocks skip midnight, a day begins later, but the next one does not
  return { from: begin.toISOString(), to: end.toISOString() };
}

/** Returns the day before that of a time (ms since the epoch). */
export function dayBefore(at: number): string {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return localDay(date.getTime() - 1);
}
