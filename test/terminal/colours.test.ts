import { once } from 'node:events';
import { expect, test } from 'vitest';
import { run, start } from '../run.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const DATA_DIR = useTempFolder('colours');

/** An environment that asks for colours even when the output is no terminal. */
const colourful = { CI: 'true', FORCE_COLOR: '1', NO_COLOR: undefined, DATA_DIR };

test('a command that writes to a pipe prints no colours', async () => {
  for (const args of [['create', '--app', 'LiveApp'], ['list']]) {
    const { code, stdout } = await run('tokens', args, colourful);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\x1b');
  }
});

test('npm start prints no colours to a pipe', async () => {
  const { child, output, ended } = start('start', [], { ...colourful, PORT: '0' });
  while (!output.stdout.includes('Status board')) await once(child.stdout, 'data');
  child.kill();
  await ended;
  expect(output.stdout).toContain('Webhook URL   http');
  expect(output.stdout).not.toContain('\x1b');
});
