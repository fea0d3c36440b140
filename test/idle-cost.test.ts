import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computePollingBill } from '../bench/cost.ts';
import { root } from './exec.ts';

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const section = /### A month without any traffic\n(.*?)\n### /s.exec(page)?.[1] ?? '';
/** The parts of the bill: what it is, and its dollars. */
const parts = Array.from(section.matchAll(/^\| (.+) \| \$([\d.]+) \|$/gm), ([, part = '', dollars]) => ({
  part,
  dollars: Number(dollars),
}));

const dollarsOf = (text: string): number =>
  parts.find(({ part }) => part.includes(text))?.dollars ?? expect.fail(`no row with ${text}`);

test('a month without any traffic costs what its parts add up to', () => {
  const total = parts.reduce((sum, { dollars }) => sum + dollars, 0);
  expect(section).toContain(`**$${total.toFixed(2)}** per stack`);
});

test('the idle queues cost what Lambda polls, and the alarms $0.10 each', () => {
  expect(dollarsOf('two queues')).toBe(Number(computePollingBill(2).toFixed(2)));
  const alarms = Number(/^\| (\d+) alarms/m.exec(section)?.[1]);
  expect(dollarsOf('alarms at')).toBeCloseTo(alarms * 0.1);
  expect(section).toContain(`$${(0.5 + computePollingBill(1)).toFixed(2)} less without \`announcements\``); // five alarms
});
