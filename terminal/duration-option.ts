import { InvalidArgumentError } from 'commander';

/** The length of each unit, in ms. */
const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Parses a length of time, such as `90d`, to ms. Throws commander's error for anything else. */
export function parseDuration(received: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([smhdw])$/.exec(received) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError(
    'Expected a whole number from 1 to 99999 and one of s, m, h, d or w, such as 10m or 90d.',
  );
}
