import { createProgressBar } from '../../terminal/progress-bar.ts';
import type { BackfillProgress } from './index-rows.ts';

/** Shows on standard error how far a backfill is, in a terminal only. */
export interface ProgressDisplay {
  readonly update: (progress: BackfillProgress) => void;
  readonly stop: () => void;
}

/** Creates the progress bar of a backfill of about so many items. */
export function showProgress(items: number): ProgressDisplay {
  const bar = createProgressBar('{value} of about {total} items, {found} rows listed');
  bar.start(Math.max(items, 1));
  return { update: ({ scanned, listed }) => bar.set(scanned, listed), stop: bar.stop };
}
