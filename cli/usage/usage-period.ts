import { parseTimeOption } from '../by-time/time-option.ts';
import { monthAfter, type TimeZone } from './time-zone.ts';

/** The period that was asked for, in ms since the epoch. */
export interface AskedPeriod {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/** The options that select a period, each as typed. */
export interface PeriodOptions {
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * Finds the period of `npm run usage` by the calendar of a zone: a month, or from one time to another (by default the present);
 * by default the present month. Throws when nothing of it has passed.
 */
export function resolvePeriod({ month, from, to }: PeriodOptions, zone: TimeZone, now: number): AskedPeriod {
  if (from === undefined && to !== undefined) throw new Error('--to: received it without --from, expected both.');
  const period =
    from === undefined ? monthPeriod(month ?? zone.dateAt(now).slice(0, 7), zone) : rangePeriod(from, to, zone, now);
  if (period.from < period.to && period.from < now) return period;
  const [start, end] = [period.from, period.to].map((ms) => new Date(ms).toISOString());
  throw new Error(
    period.from < period.to
      ? `The period begins in the future: received ${start}, expected a time before now.`
      : `The period is empty: received from ${start} to ${end}, expected an end after the beginning.`,
  );
}

function monthPeriod(month: string, zone: TimeZone): AskedPeriod {
  return { from: zone.startOf(`${month}-01`), to: zone.startOf(monthAfter(month)) };
}

function rangePeriod(from: string, to: string | undefined, zone: TimeZone, now: number): AskedPeriod {
  const startOf = (date: string) => zone.startOf(date);
  return { from: parseTimeOption(from, startOf), to: to === undefined ? now : parseTimeOption(to, startOf) };
}
