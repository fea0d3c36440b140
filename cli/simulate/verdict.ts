import type { Comparison, ComparisonRow } from './compare.ts';
import type { RunResult } from './run-simulation.ts';

/** Everything of a comparison that is not as expected. */
export function mismatches({ streams, servers }: Comparison): ComparisonRow<unknown>[] {
  return [...streams, ...servers].filter(({ wrong }) => wrong.length > 0);
}

/** Whether every hook was answered 200 and the read API, if it was asked, says what was sent. */
export function isSuccessful({ delivered, comparison }: RunResult): boolean {
  if (comparison instanceof Error || !delivered.every(({ answer }) => answer.ok)) return false;
  return comparison === undefined || mismatches(comparison).length === 0;
}
