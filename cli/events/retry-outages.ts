import { setTimeout as sleep } from 'node:timers/promises';
import { toPrintable } from '../../terminal/printable.ts';
import type { EventsDeps } from './events-options.ts';

/** The pause between tries, in ms. */
const PAUSE_MS = 2_000;

/**
 * Repeats a request to AWS while the network or AWS is down, which is noted once. Returns undefined when the signal aborts.
 * Throws every other error.
 */
export async function retryOutages<T>(
  request: () => Promise<T>,
  { signal, note }: EventsDeps,
  pauseMs = PAUSE_MS,
): Promise<T | undefined> {
  for (let isNoted = false; !signal.aborted; isNoted = true) {
    try {
      return await request();
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!isOutage(error)) throw error;
      if (!isNoted) note(toPrintable(`AWS does not answer (${error.name}: ${error.message}): trying again.`));
      await sleep(pauseMs, undefined, { signal }).catch(() => {}); // aborted by the signal
    }
  }
  return undefined;
}

/** Whether an error is one of the network, or of AWS itself: not of the request. */
const isOutage = (error: unknown): error is Error =>
  error instanceof Error &&
  (('$fault' in error && error.$fault === 'server') || 'code' in error || error.name === 'TimeoutError');
