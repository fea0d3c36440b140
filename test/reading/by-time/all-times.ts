import type { PeriodPage } from '../../../lambda/reading/by-time/period.ts';

/** The first page of a list of all times. */
export const allTimes: PeriodPage = {
  period: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
  before: undefined,
  prefix: '',
};
