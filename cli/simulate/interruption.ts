import { constants } from 'node:os';

/** How soon a signal that comes again is the same one, in ms: a terminal sends it to npm as well, which passes it on. */
const SAME_WITHIN_MS = 1_000;

/** Ctrl-C aborts the signal: what is under way is brought to its end. Another one, later, ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  onInterruption((signal) => {
    if (controller.signal.aborted && performance.now() - first > SAME_WITHIN_MS) exit(signal);
    if (controller.signal.aborted) return;
    first = performance.now();
    controller.abort();
  });
  return controller.signal;
}

/** Ctrl-C ends the process at once; what is to be done at its exit is done. */
export function exitWhenInterrupted(): void {
  onInterruption(exit);
}

/** Listens until the very end: a process that Node lets run out drops its handlers first, and a signal that npm passes on late would kill it. */
function onInterruption(listener: (signal: NodeJS.Signals) => void): void {
  process.on('SIGINT', listener).on('SIGTERM', listener);
  process.once('beforeExit', () => process.exit());
}

/** The exit code is that of a process that a signal has ended, as shells tell it. */
const exit = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
