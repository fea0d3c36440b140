import { describe, expect, test } from 'vitest';
import { InMemoryTable } from './in-memory-table.ts';
import { orderDependentCase, presumedEndCases, presumedStartCases, recordTimed, summaryOf } from './timed-events.ts';

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}

/** Every order of a few events; of six, whose orders are 720, each seventh. */
function ordersOf(events: string): string[][] {
  const all = permutations(events.split(' '));
  return all.filter((_order, index) => all.length < 720 || index % 7 === 0);
}

async function recordAll(events: readonly string[], table = new InMemoryTable()): Promise<InMemoryTable> {
  for (const event of events) await recordTimed(table, 'cam', event);
  return table;
}

describe('events with a presumed end or start make the same stream in any order, also when each comes again', () => {
  test.each([...presumedEndCases, ...presumedStartCases])('%s: %s', async (events, stream) => {
    for (const order of ordersOf(events)) {
      const table = await recordAll(order);
      expect([order, await summaryOf(table, 'cam')]).toEqual([order, stream]);
      await recordAll(order.toReversed(), table);
      expect([order, await summaryOf(table, 'cam')]).toEqual([order, stream]);
    }
  });
});

test('a heartbeat contradicts a presumed end unless it comes after the next session has begun', async () => {
  for (const order of permutations(orderDependentCase.events)) {
    const stream = await summaryOf(await recordAll(order), 'cam');
    expect([order, stream]).toEqual([order, orderDependentCase.expected(order)]);
  }
});
