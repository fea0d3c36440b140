import { setMaxListeners } from 'node:events';

/** Does what must not take longer than so many ms: its signal tells it to end then, and whether it does or not, this throws. */
export async function withTimeout<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // each command that is under way listens: a page sends dozens, and none is a leak
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${Math.round(ms)} ms`)), Math.max(0, ms));
  try {
    return await raceAbort(controller.signal, work(controller.signal));
  } finally {
    clearTimeout(timer);
  }
}

/** What comes of the work, or the reason of the signal as soon as that is given: who does not listen to it is not waited for. */
export function raceAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
