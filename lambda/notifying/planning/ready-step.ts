import type { Pending, Step } from '../notification.ts';

/** A step that can be done now, and since when (ms since the epoch). */
export interface ReadyStep<P extends Pending> {
  readonly step: Step<P>;
  readonly readyAt: number;
}

/**
 * Joins the steps of a stream that tell nothing to the one before them that tells something, else to the one after: done on
 * their own, they would leave a memory in which that one comes late, or end its wait. All stay where nothing is told.
 */
export function joinUntold<P extends Pending>(steps: readonly ReadyStep<P>[]): ReadyStep<P>[] {
  const joined: ReadyStep<P>[] = [];
  for (const one of steps) {
    const before = joined.at(-1);
    const isFirstTold = joined.length === 1 && before?.step.told === null;
    if (before === undefined || (one.step.told !== null && !isFirstTold)) joined.push(one);
    else joined.splice(-1, 1, joinSteps(before, one));
  }
  return joined;
}

/** Joins two steps, at most one of which tells something: its entries are the first. */
function joinSteps<P extends Pending>(one: ReadyStep<P>, next: ReadyStep<P>): ReadyStep<P> {
  const [main, other] = one.step.told === null ? [next, one] : [one, next];
  const entries = [...main.step.entries, ...other.step.entries];
  return { step: { entries, told: main.step.told, memory: next.step.memory }, readyAt: main.readyAt };
}
