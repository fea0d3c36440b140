import { InvalidArgumentError } from 'commander';

/** In ms. */
const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A length of time, in ms, from what a person types: `90d`. */
export function parseDuration(received: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([smhdw])$/.exec(received) ?? [];
  const ms = Number(count) * (units[unit] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('Expected a number and one of s, m, h, d or w, such as 10m or 90d.');
}
