import { SingleBar } from 'cli-progress';

/** A progress bar, which is shown on standard error, and in a terminal only. */
export interface ProgressBar {
  readonly start: (total: number) => void;
  readonly step: () => void;
  /** Sets the progress, and how many things were found so far; the total grows when it proves too small. */
  readonly set: (value: number, found: number) => void;
  readonly stop: () => void;
}

/** Creates a progress bar; its text may hold `{value}`, `{total}`, `{percentage}` and `{found}`. */
export function createProgressBar(text: string): ProgressBar {
  const bar = new SingleBar({
    format: `{bar} ${text}`,
    barsize: 50,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
  });
  process.once('exit', () => bar.stop()); // shows the cursor of the terminal again
  return {
    start: (total) => bar.start(total, 0, { found: 0 }),
    step: () => bar.increment(),
    set: (value, found) => {
      if (value > bar.getTotal()) bar.setTotal(value);
      bar.update(value, { found });
    },
    stop: () => bar.stop(),
  };
}
