import { InvalidArgumentError } from 'commander';

/** The calendar of an IANA time zone: its days begin at its own midnights, so that one may have 23 or 25 hours. */
export class TimeZone {
  /** Such as `Europe/Berlin`. */
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;

  /** Throws a RangeError for a name that is unknown. */
  constructor(name: string) {
    const numeric = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    this.#format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', { timeZone: name, ...numeric });
    this.name = this.#format.resolvedOptions().timeZone;
  }

  /** Returns the date at a time (ms since the epoch), such as `2026-11-25`. */
  dateAt(ms: number): string {
    const parts = new Map(this.#format.formatToParts(ms).map(({ type, value }) => [type, value]));
    return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
  }

  /** Returns when a date begins, in ms since the epoch: its first instant, which is no midnight where clocks skip that. */
  startOf(date: string): number {
    const utc = Date.parse(date);
    let [before, at] = [utc - MAX_OFFSET_MS, utc + MAX_OFFSET_MS];
    while (at - before > 1) {
      const middle = Math.floor((before + at) / 2);
      if (this.dateAt(middle) < date) before = middle;
      else at = middle;
    }
    return at;
  }

  /** Returns when the days that begin within a period do so, ascending, in ms since the epoch; `to` is excluded. */
  daysWithin(from: number, to: number): number[] {
    const starts: number[] = [];
    for (let date = this.dateAt(from); ; date = dayAfter(date)) {
      const start = this.startOf(date);
      if (start >= to) return starts;
      if (start >= from) starts.push(start);
    }
  }
}

/** More than any zone is away from UTC (14 hours at most), in ms. */
const MAX_OFFSET_MS = 26 * 3_600_000;

/** Returns the date after a date. */
const dayAfter = (date: string): string => shiftDays(date, 1);

/** Returns the first date of the month after a month, such as `2026-12-01` after `2026-11`. */
export const monthAfter = (month: string): string => `${shiftDays(`${month}-01`, 31).slice(0, 7)}-01`;

const shiftDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Parses the value of --tz. Throws commander's error for anything but the name of a zone: an offset has no daylight saving. */
export function parseTimeZone(received: string): TimeZone {
  try {
    if (/^[a-z]/i.test(received)) return new TimeZone(received);
  } catch {
    // unknown to Intl
  }
  throw new InvalidArgumentError(
    `Expected the IANA name of a time zone, such as Europe/Berlin or UTC: node -p "Intl.supportedValuesOf('timeZone')" lists them.`,
  );
}
