// JavaScript, for it is imported by a thread that Node itself starts.
import { Level } from 'level';

/**
 * dynalite 4.0.0 ends the iterator of a query with `return`, which those of level 10 do not have: it stays open then, and
 * with it memory and deleted rows, a query at a time. With this they have one.
 */
export function letIteratorsEnd() {
  const everyLevel = Object.getPrototypeOf(Level.prototype); // of those in memory, too
  for (const name of ['keys', 'values']) {
    const make = everyLevel[name];
    everyLevel[name] = function (...options) {
      const iterator = make.apply(this, options);
      iterator.return ??= () => iterator.close();
      return iterator;
    };
  }
}
