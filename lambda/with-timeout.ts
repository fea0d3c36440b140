import { setMaxListeners } from 'node:events';

/** The reason why work was given up: its time limit. */
export class TimeLimitError extends Error {}

/** Runs work with a time limit. After it, the signal is aborted and the promise rejects, even if the work ignores its signal. */
export async function withTimeout<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // each command in flight listens, and a page sends dozens: that is no leak
  const timer = setTimeout(
    () => controller.abort(new TimeLimitError(`no answer within ${Math.round(ms)} ms`)),
    Math.max(0, ms),
  );
  try {
    return await raceAbort(controller.signal, work(controller.signal));
  } finally {
    clearTimeout(timer);
  }
}

/** Settles as the work does, or rejects with the signal's reason as soon as it is aborted. */
export function raceAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
