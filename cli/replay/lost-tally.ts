import { toPrintable } from '../../terminal/printable.ts';
import type { LostLine } from './lost-line.ts';

type Origin = LostLine['origin'];

/** How many lines there were of each belief: a log may hold more than memory does. */
export class LostLineTally {
  readonly #counts = new Map<Origin, number>();
  /** The apps that lines without a MAC name, as a terminal may show them. */
  readonly unsignedApps = new Set<string>();

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  count(origin: Origin): number {
    return this.#counts.get(origin) ?? 0;
  }

  add({ origin, deferred }: LostLine): void {
    this.#counts.set(origin, this.count(origin) + 1);
    if (origin === 'unsigned' && deferred) this.unsignedApps.add(toPrintable(deferred.message.app));
  }
}
