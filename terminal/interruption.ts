import { constants } from 'node:os';

/** A second signal within this time (ms) is the same one: the terminal also sends it to npm, which forwards it. */
const REPEATED_SIGNAL_MS = 1_000;

/** Returns a signal that Ctrl-C, SIGTERM or a closed terminal aborts, for a graceful end. A later second one exits at once. */
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

/** Makes Ctrl-C, SIGTERM or a closed terminal exit at once, with the `exit` listeners of the process. */
export function exitOnInterrupt(): void {
  onInterrupt(exitWithSignal);
}

/** Listens until the process exits: otherwise Node removes its listeners first, and a signal that npm forwards late would kill it. */
function onInterrupt(listener: (signal: NodeJS.Signals) => void): void {
  process.on('SIGINT', listener).on('SIGTERM', listener).on('SIGHUP', listener);
  process.once('beforeExit', () => process.exit());
}

/** Exits with the code that shells report for a process that was ended by the signal. */
const exitWithSignal = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
