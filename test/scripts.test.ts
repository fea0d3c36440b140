import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exec, root } from './exec.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const commands = Object.keys(scripts).filter((name) => /^exec node --import tsx (cli|local)\//.test(scripts[name]));

/** Those that test/terminal/swallowed-options.test.ts and test/local/start.test.ts start with npm. */
const startedWithNpm = ['deploy', 'simulate', 'start', 'streams'];

test('there are scripts that start commands', () => expect(commands.length).toBeGreaterThan(startedWithNpm.length));

// Other tests start the bundle of a command: see test/commands-setup.ts.
test.each(commands.filter((name) => !startedWithNpm.includes(name)))(
  'the script %s starts its command',
  async (name) => {
    expect(await exec('sh', ['-c', `${scripts[name]} --help`])).toMatch(`Usage: npm run ${name} `);
  },
);
