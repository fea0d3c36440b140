import { SingleBar } from 'cli-progress';
import type { BackfillProgress } from './index-rows.ts';

/** Shows on standard error how far a backfill is, in a terminal only. */
export interface ProgressDisplay {
  readonly update: (progress: BackfillProgress) => void;
  readonly stop: () => void;
}

/** Creates the progress bar of a backfill of about so many items. */
export function showProgress(items: number): ProgressDisplay {
  const bar = new SingleBar({
    format: '{bar} {value} of about {total} items, {listed} rows listed',
    barsize: 40,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
  });
  process.once('exit', () => bar.stop()); // shows the cursor of the terminal again
  bar.start(Math.max(items, 1), 0, { listed: 0 });
  return {
    update: ({ scanned, listed }) => {
      if (scanned > bar.getTotal()) bar.setTotal(scanned);
      bar.update(scanned, { listed });
    },
    stop: () => bar.stop(),
  };
}
