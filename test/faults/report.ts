import { type ExpectStatic, inject } from 'vitest';
import type { Delivered } from '../../cli/simulate/send-all.ts';
import { type Figures, figuresOf, tellFigures } from './figures.ts';
import type { ReadApi } from './read-back.ts';
import { judge, type Verdict } from './verdict.ts';

/** The contract's, from the last byte of a request to the first of its answer, in ms. */
const ANSWER_MS = 1_800;

/** Judges a load by what the read API says of it, and tells its figures. */
export async function report(
  api: ReadApi,
  load: Pick<Figures, 'fault' | 'retries' | 'busyMs'>,
  delivered: readonly Delivered[],
): Promise<{ verdict: Verdict; figures: Figures }> {
  const verdict = await judge(api, delivered);
  const figures = figuresOf(load, delivered, verdict);
  tellFigures(inject('figures'), figures);
  return { verdict, figures };
}

/** Checks that what was answered 200 is there, once, and that the states are what the contract makes of it. */
export function expectKept({ lost, twice, wrong }: Verdict, expect: ExpectStatic): void {
  expect({ lost, twice, wrong }).toEqual({ lost: [], twice: [], wrong: [] });
}

/** For how long (ms) something may hold up the process of a test: while it does, nobody looks at the clock. */
const MOST_BUSY_MS = 500;

/**
 * Checks that the slowest answer came in time. The receiver, the fault and the sender share a process: when that was held
 * up, it says nothing of times, and the test is done again (see `retry` in vitest.config.ts). A receiver that does so itself
 * does it each time.
 */
export function expectInTime({ slowestMs, busyMs }: Figures, expect: ExpectStatic): void {
  if (busyMs > MOST_BUSY_MS) throw new Error(`held up for ${busyMs} ms: expected at most ${MOST_BUSY_MS}`);
  expect.soft(slowestMs).toBeLessThanOrEqual(ANSWER_MS + busyMs);
}
