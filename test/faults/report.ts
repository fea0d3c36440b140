import { type ExpectStatic, inject } from 'vitest';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { appendFigures, figuresOf, type LoadFigures } from './load-figures.ts';
import type { ReadApi } from './read-back.ts';
import { judge, type Verdict } from './verdict.ts';

/** The contract's limit from the last byte of a request to the first of its answer, in ms. */
const MAX_ANSWER_MS = 1_800;

/** Compares a load with the read API's answers, and adds its figures to the report of the run. */
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

/** Expects each event that was answered 200 to be stored once, and each state to be the one that the oracle expects. */
export function expectStoredOnce({ lost, twice, wrong }: Verdict, expect: ExpectStatic): void {
  expect({ lost, twice, wrong }).toEqual({ lost: [], twice: [], wrong: [] });
}

/** The longest time (ms) for which the process of a test may be blocked: it measures no answer meanwhile. */
const MAX_BUSY_MS = 500;

/**
 * Expects the slowest answer in time. The receiver, the fault and the sender share a process: when that was blocked for long,
 * its times mean nothing, and the test is run again (see `retry` in vitest.config.ts). A receiver that blocks it itself does
 * so in every run.
 */
export function expectInTime({ slowestMs, busyMs }: LoadFigures, expect: ExpectStatic): void {
  if (busyMs > MAX_BUSY_MS) throw new Error(`held up for ${busyMs} ms: expected at most ${MAX_BUSY_MS}`);
  expect.soft(slowestMs).toBeLessThanOrEqual(MAX_ANSWER_MS + busyMs);
}
