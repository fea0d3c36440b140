import { SingleBar } from 'cli-progress';
import type { ProgressListener } from '../run-simulation.ts';

/** A bar where a terminal shows it, nothing elsewhere. */
export function createProgressBar(): ProgressListener {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} hooks',
    barsize: 50,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
  });
  process.once('exit', () => bar.stop()); // or the cursor of the terminal would stay hidden
  return { start: (total) => bar.start(total, 0), step: () => bar.increment(), stop: () => bar.stop() };
}
