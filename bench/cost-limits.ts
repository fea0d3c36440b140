import { type BillDetails, lifecycleBills } from './lifecycle-bills.ts';

/** The highest cost of a million starts, ends and recordings in equal parts, in dollars: with the setting `byDay`, and without it. */
export const MAX_COSTS = { byDay: 4.2, withoutByDay: 3.6 };

/** Throws when a million hooks cost more than they may. */
export function assertWithinCosts(details: BillDetails): void {
  const bills = lifecycleBills(details);
  for (const name of ['byDay', 'withoutByDay'] as const) {
    const { total } = bills[name];
    if (!(total <= MAX_COSTS[name]))
      throw new Error(
        `A million lifecycle hooks (${name}): received $${total.toFixed(3)}, expected at most $${MAX_COSTS[name].toFixed(2)}. See the units in docs/benchmarks.md.`,
      );
  }
}
