import { type ExpectStatic, inject } from 'vitest';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { appendFigures, figuresOf, type LoadFigures } from './load-figures.ts';
import type { ReadApi } from './read-back.ts';
import { judge, type Verdict } from './verdict.ts';

/** The contract's, from the last byte of a request to the first of its answer, in ms. */
const MAX_ANSWER_MS = 1_800;

/** Judges a load by what the read API says of it, and tells its figures. */
export async function judgeAndReport(
  api: ReadApi,
  load: Pick<LoadFigures, 'fault' | 'retries' | 'busyMs'>,
  delivered: readonly DeliveryResult[],
): Promise<{ verdict: Verdict; figures: LoadFigures }> {
  const verdict = await judge(api, delivered);
  const figures = figuresOf(load, delivered, verdict);
  appendFigures(inject('figures'), figures);
  return { verdict, figures };
}

/** Checks that what was answered 200 is there, once, and that the states are what the contract makes of it. */
export function expectStoredOnce({ lost, twice, wrong }: Verdict, expect: ExpectStatic): void {
  expect({ lost, twice, wrong }).toEqual({ lost: [], twice: [], wrong: [] });
}

/** For how long (ms) something may hold up the process of a test: while it does, nobody looks at the clock. */
const MAX_BUSY_MS = 500;

/**
 * Checks that the slowest answer came in time. The receiver, the fault and the sender share a process: when that was held
 * up, it says nothing of times, and the test is done again (see `retry` in vitest.config.ts). A receiver that does so itself
 * does it each time.
 */
export function expectInTime({ slowestMs, busyMs }: LoadFigures, expect: ExpectStatic): void {
  if (busyMs > MAX_BUSY_MS) throw new Error(`held up for ${busyMs} ms: expected at most ${MAX_BUSY_MS}`);
  expect.soft(slowestMs).toBeLessThanOrEqual(MAX_ANSWER_MS + busyMs);
}
