import { expect, test } from 'vitest';
import { useReceiver } from '../../../local/use-receiver.ts';
import { run } from '../../../run.ts';
import { useTempFolder } from '../../../use-temp-folder.ts';

const DATA_DIR = useTempFolder('simulate-authorise');
useReceiver(DATA_DIR);
const simulate = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  run('simulate', ['--scenario', 'authorise', ...args], { DATA_DIR, ...env });

test('every question is answered as expected, and the keys are revoked', async () => {
  const { code, stdout, stderr } = await simulate([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^with the key of the stream +allowed +allowed +\d+$/m);
  expect(stdout).toMatch(/^with a parameter that forges hooks +refused +refused +\d+$/m);
  expect(stdout).toContain('11 questions answered as expected');
  const keys = await run('keys', ['list', '--json'], { DATA_DIR });
  expect(JSON.parse(keys.stdout)).toEqual([]);
  const tokens = await run('tokens', ['list', '--json'], { DATA_DIR });
  expect(tokens.stdout).not.toContain('simulate');
});

test('an old release asks without the field token, and the answers are the same', async () => {
  const { code, stdout } = await simulate(['--json', '--ams', '2.6']);
  const { questions } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(questions).toHaveLength(11);
  expect(questions[0]).toEqual({ publisher: 'with the key of the stream', expected: 'allowed', received: 'allowed', ms: expect.any(Number) }); // biome-ignore format: one line
});

test.each([
  { args: ['--url', 'http://127.0.0.1:9/hooks/LiveApp/T'], says: '--url: received it with --scenario authorise' },
  { args: ['--ams', 'two'], says: '--ams: received "two"' },
])('$args is refused', async ({ args, says }) => {
  const { code, stderr } = await simulate(args);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(says) });
});
