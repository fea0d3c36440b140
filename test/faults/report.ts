import { type ExpectStatic, inject } from 'vitest';
import type { Delivered } from '../../local/simulate/perform.ts';
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

/** For how long (ms) nothing may hold up the process of a test, the receiver in it included. */
const MOST_BUSY_MS = 500;

/** Checks that the slowest answer came in time. The receiver, the fault and the sender share a process: while that was busy nobody could look at the clock. */
export function expectInTime({ slowestMs, busyMs }: Figures, expect: ExpectStatic): void {
  expect.soft(busyMs).toBeLessThanOrEqual(MOST_BUSY_MS);
  expect.soft(slowestMs).toBeLessThanOrEqual(ANSWER_MS + busyMs);
}
