import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeBill } from '../bench/cost.ts';
import { assertWithinCosts } from '../bench/cost-limits.ts';
import type { OperationCost } from '../bench/scale.ts';
import { root } from './exec.ts';

/** A row of the table of hooks: what it is, its write units and what they are, its read units, its dollars. */
const ROW = /^\| ([^|]+) \| ([\d.]+)(?:: [^|]+)? \| (\d*) ?\| \*\*\$([\d.]+)\*\* \|$/gm;

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const section = /### A million hooks\n(.*?)\n### /s.exec(page)?.[1] ?? '';
const rows = [...section.matchAll(ROW)].map(([, label = '', writes, reads, dollars]) => ({
  label,
  writeUnits: Number(writes),
  readUnits: Number(reads),
  dollars: Number(dollars),
}));

/** As docs/operations.md says: a processor time in ms, and the length of a line in bytes. */
const hook = { cpuMs: 1.06, logLineBytes: 128 };

/** Late and repeated hooks need more round trips: these are counted by the benchmark. */
const roundTripsOf: Record<string, number> = { 'a late start': 5, 'a repeated end': 4, 'a repeated recording': 2 };

const cost = (operation: string, writeUnits: number, more: Partial<OperationCost> = {}): OperationCost => ({
  ...{ operation, requests: 2, roundTrips: 1, readUnits: 0, bytes: 0, ms: 0, writeUnits },
  ...more,
});

test('docs/operations.md has the cost of each kind of hook', () => expect(rows).toHaveLength(9));

test.each(rows.filter(({ label }) => !label.startsWith('heartbeats')))(
  'the dollars of a million of $label follow from the units',
  ({ label, writeUnits, readUnits, dollars }) => {
    const thirds = writeUnits % 1 === 0 ? writeUnits : Math.round(writeUnits * 3) / 3;
    const { total } = computeBill(
      label,
      [cost(label, thirds, { readUnits, roundTrips: roundTripsOf[label] ?? 1 })],
      hook,
    );
    expect(total.toFixed(2)).toBe(dollars.toFixed(2));
  },
);

describe('the benchmark', () => {
  const session = (row: number) => [
    cost('liveStreamStarted', row + 3),
    cost('liveStreamEnded', row + 3),
    cost('vodReady', row + 1),
  ];
  const scale = { small: session(2), withoutByDay: session(1) };

  test('accepts a million lifecycle hooks that write as often as they must', () => {
    expect(() => assertWithinCosts({ scale, ...hook })).not.toThrow();
  });

  test.each([
    { what: 'one more write of each recording', change: { small: [...session(2).slice(0, 2), cost('vodReady', 4)] } },
    {
      what: 'one more write without the index',
      change: { withoutByDay: [...session(1).slice(1), cost('liveStreamStarted', 5)] },
    },
    { what: 'a second round trip', change: { small: session(2).map((one) => ({ ...one, roundTrips: 2 })) } },
    { what: 'no such hook', change: { small: [] } },
  ])('fails with $what', ({ change }) => {
    expect(() => assertWithinCosts({ scale: { ...scale, ...change }, ...hook })).toThrow('expected at most $');
  });
});
