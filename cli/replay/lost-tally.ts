import { showable } from '../../terminal/printable.ts';
import type { LostLine } from './lost-line.ts';

type Belief = LostLine['belief'];

/** How many lines there were of each belief: a log may hold more than memory does. */
export class Tally {
  readonly #counts = new Map<Belief, number>();
  /** The apps that lines without a MAC name, as a terminal may show them. */
  readonly unsignedApps = new Set<string>();

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  count(belief: Belief): number {
    return this.#counts.get(belief) ?? 0;
  }

  add({ belief, deferred }: LostLine): void {
    this.#counts.set(belief, this.count(belief) + 1);
    if (belief === 'unsigned' && deferred) this.unsignedApps.add(showable(deferred.message.app));
  }
}
