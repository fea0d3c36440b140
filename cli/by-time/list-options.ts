import type { Period } from '../../lambda/table/days-of-period.ts';
import { DAY_MS } from '../../lambda/table/rows/expiry.ts';
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

/** Returns the period of the options: by default the 24 hours before its end, which is by default the present. Throws for an empty one. */
export function listPeriodOf({ from, to }: Pick<ListOptions, 'from' | 'to'>, now: number): Period {
  const end = to ?? now;
  const period = { from: from ?? end - DAY_MS, to: end };
  if (period.from < period.to) return period;
  const [start, beforeThat] = [period.from, period.to].map((ms) => new Date(ms).toISOString());
  throw new Error(
    `--from: received ${start}, expected a time before ${to === undefined ? `now, ${beforeThat}` : `--to, ${beforeThat}`}.`,
  );
}
