import type { Compared, Comparison } from './compare.ts';
import type { Played } from './run-simulation.ts';

/** Everything of a comparison that is not as expected. */
export function wrongOnes({ streams, servers }: Comparison): Compared<unknown>[] {
  return [...streams, ...servers].filter(({ wrong }) => wrong.length > 0);
}

/** Whether every hook was answered 200 and the read API, if it was asked, says what was sent. */
export function isClean({ delivered, comparison }: Played): boolean {
  if (comparison instanceof Error || !delivered.every(({ answer }) => answer.ok)) return false;
  return comparison === undefined || wrongOnes(comparison).length === 0;
}
