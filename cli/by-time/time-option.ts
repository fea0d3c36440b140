import { InvalidArgumentError } from 'commander';
import { parseTime } from '../../lambda/reading/by-time/parse-time.ts';

/**
 * Parses a time with its zone, or a date, whose beginning `startOf` returns (by default in UTC); to ms since the epoch. Throws
 * commander's error for anything else.
 */
export function parseTimeOption(received: string, startOf?: (date: string) => number): number {
  const at = parseTime(received);
  if (at !== undefined) return startOf !== undefined && isDate(received) ? startOf(received) : at;
  throw new InvalidArgumentError(
    'Expected a date, such as 2026-11-25, or an ISO 8601 time with Z or an offset, such as 2026-11-25T12:00:00Z.',
  );
}

const isDate = (time: string): boolean => !time.includes('T');
