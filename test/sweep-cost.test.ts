import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeSweepBill } from '../bench/cost.ts';
import { root } from './exec.ts';

/** The rows of the table of sweeps: live streams, read units, seconds, then dollars for reads, compute, the rest, in all. */
const ROW =
  /^\| ([\d ]+) \| ([\d. ]+) \| ([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \*\*\$([\d.]+)\*\* \|$/gm;

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const rows = [...page.matchAll(ROW)].map(([, ...cells]) => cells.map((cell) => cell.replaceAll(' ', '')));

test('docs/operations.md has the cost of sweeps from none to 10 000 live streams', () =>
  expect(rows.map(([live]) => live)).toEqual(['0', '10', '1000', '10000']));

test.each(rows)(
  'the dollars of sweeps of %s live streams follow from the units and the time',
  (_, units, time, ...dollars) => {
    const bill = computeSweepBill({ readUnits: Number(units), writeUnits: 1, seconds: Number(time) });
    const rest = bill.writes + bill.requests + bill.logs;
    expect(dollars).toEqual([bill.reads, bill.compute, rest, bill.total].map((part) => part.toFixed(2)));
  },
);
