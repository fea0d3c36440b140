import type { ApiOptions } from './api-options.ts';

/** The options of `npm run sessions` and `npm run recordings`. */
export interface ListOptions extends ApiOptions {
  readonly app?: string;
  /** In ms since the epoch. */
  readonly from?: number;
  /** In ms since the epoch; excluded. */
  readonly to?: number;
  readonly limit?: number;
  readonly csv?: true;
  readonly json?: true;
}

const DAY_MS = 86_400_000;

/** The period of a list, in ms since the epoch. */
export interface ListPeriod {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/** Returns the period of the options: by default the 24 hours before its end, which is by default the present. Throws for an empty one. */
export function listPeriodOf({ from, to }: Pick<ListOptions, 'from' | 'to'>, now: number): ListPeriod {
  const end = to ?? now;
  const period = { from: from ?? end - DAY_MS, to: end };
  if (period.from < period.to) return period;
  const [start, beforeThat] = [period.from, period.to].map((ms) => new Date(ms).toISOString());
  throw new Error(
    `--from: received ${start}, expected a time before ${to === undefined ? `now, ${beforeThat}` : `--to, ${beforeThat}`}.`,
  );
}
