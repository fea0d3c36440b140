import { SingleBar } from 'cli-progress';
import type { ProgressListener } from '../run-simulation.ts';

/** Creates a progress bar, which is shown in a terminal only. */
export function createProgressBar(): ProgressListener {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} hooks',
    barsize: 50,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
  });
  process.once('exit', () => bar.stop()); // shows the cursor of the terminal again
  return { start: (total) => bar.start(total, 0), step: () => bar.increment(), stop: () => bar.stop() };
}
