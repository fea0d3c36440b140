import pc from 'picocolors';
import { expect, test } from 'vitest';
import { formatHookLine } from '../../local/hook-line.ts';

const colours = pc.createColors(false);
const at = new Date('2026-11-02T12:00:00.000Z');

test.each([
  {
    what: 'refused',
    line: { status: 403, reason: 'no such token' },
    shows: '12:00:00.000  refused 403 no such token                        ',
  },
  {
    what: 'quarantined',
    line: { app: 'LiveApp', status: 200, outcome: 'quarantined', reason: 'no id: \u001b[31mred' },
    shows: '12:00:00.000  quarantined                         LiveApp  no id: \\u001b[31mred',
  },
  {
    what: 'recorded',
    line: { app: 'LiveApp', status: 200, outcome: 'recorded', action: 'vodReady', id: 'cam-1' },
    shows: '12:00:00.000  recorded      vodReady              LiveApp/cam-1',
  },
] as const)('a hook that is $what is one line, with the reason', ({ line, shows }) => {
  expect(formatHookLine({ ...line, ms: 1 }, colours, at)).toBe(shows);
});
