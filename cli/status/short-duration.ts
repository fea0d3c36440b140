import { formatDuration } from '../../lambda/text/format-duration.ts';

/** Formats a length of time (ms), rounded to seconds, without a second unit that is 0: `5 h`, `4 min 5 s`. */
export const formatShortDuration = (ms: number): string =>
  formatDuration(Math.round(ms / 1_000) * 1_000).replace(/ 0 \w+$/, '');
