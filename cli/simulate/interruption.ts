import { constants } from 'node:os';

/** How soon a signal that comes again is the same one, in ms: a terminal sends it to npm as well, which passes it on. */
const REPEATED_SIGNAL_MS = 1_000;

/** Ctrl-C aborts the signal: what is under way is brought to its end. Another one, later, ends the process at once. */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  onInterrupt((signal) => {
    if (controller.signal.aborted && performance.now() - firstAt > REPEATED_SIGNAL_MS) exitWithSignal(signal);
    if (controller.signal.aborted) return;
    firstAt = performance.now();
    controller.abort();
  });
  return controller.signal;
}

/** Ctrl-C ends the process at once; what is to be done at its exit is done. */
export function exitOnInterrupt(): void {
  onInterrupt(exitWithSignal);
}

/** Listens until the very end: a process that Node lets run out drops its handlers first, and a signal that npm passes on late would kill it. */
function onInterrupt(listener: (signal: NodeJS.Signals) => void): void {
  process.on('SIGINT', listener).on('SIGTERM', listener);
  process.once('beforeExit', () => process.exit());
}

/** The exit code is that of a process that a signal has ended, as shells tell it. */
const exitWithSignal = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
