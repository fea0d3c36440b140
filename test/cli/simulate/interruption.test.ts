import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { useReceiver } from '../../local/use-receiver.ts';
import { start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const DATA_DIR = useTempFolder('interruption');
const receiver = useReceiver(DATA_DIR);
const countLive = async (): Promise<number> => (await receiver.read('/streams?status=live')).json.streams.length;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(process.platform !== 'linux')('Ctrl-C in a terminal (of script, from util-linux)', () => {
  const CTRL_C = '\x03';
  const HIDDEN = '\x1b[?25l';
  const SHOWN = '\x1b[?25h';

  /** Runs npm run simulate in a terminal, types Ctrl-C after its first hook is recorded, and returns the output. */
  async function interruptAfterFirstHook(args: string): Promise<{ code: number | null; output: string }> {
    const command = `exec npm run -s simulate -- ${args}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...process.env, DATA_DIR } });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const before = await countLive();
    while ((await countLive()) === before) await pause(20);
    child.stdin.write(CTRL_C);
    return { code: await closed, output };
  }

  test('ends the live streams, compares, and shows the cursor again', async () => {
    const { code, output } = await interruptAfterFirstHook('--live 10m');
    expect(await countLive()).toBe(0);
    expect(output).toContain('The read API matches the hooks: 1 stream as expected.');
    expect(output.lastIndexOf(SHOWN)).toBeGreaterThan(output.lastIndexOf(HIDDEN));
    expect(code).toBe(0);
  });

  test('ends scenarios at once, and shows the cursor again', async () => {
    const { code, output } = await interruptAfterFirstHook('--scenario heartbeats --rate 1');
    expect(output).not.toContain('answered in');
    expect(output.lastIndexOf(SHOWN)).toBeGreaterThan(output.lastIndexOf(HIDDEN));
    expect(code).toBe(130);
  });
});

test('a signal that npm forwards a second time does not prevent the end of live streams', async () => {
  const { child, output, ended } = start('simulate', ['--live', '10m', '--streams', '2'], { DATA_DIR });
  const before = await countLive();
  while ((await countLive()) < before + 2) await pause(20);
  const until = performance.now() + 500; // it may arrive at any time until then, also while the process exits
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    child.kill('SIGINT');
    await pause(1);
  }
  const { code } = await ended;
  expect({ code, live: await countLive() }).toEqual({ code: 0, live: before });
  expect(output.stdout).toContain('The read API matches the hooks: 2 streams as expected.');
});

test('closing the terminal ends the live streams, as Ctrl-C does', async () => {
  const { child, ended } = start('simulate', ['--live', '10m', '--streams', '2'], { DATA_DIR });
  const before = await countLive();
  while ((await countLive()) < before + 2) await pause(20);
  child.kill('SIGHUP');
  const { code } = await ended;
  expect({ code, live: await countLive() }).toEqual({ code: 0, live: before });
});

test('a second Ctrl-C, more than a second later, exits at once', async () => {
  const args = ['--live', '10m', '--streams', '3', '--rate', '0.1']; // its last hooks take longer than that
  const { child, ended } = start('simulate', args, { DATA_DIR });
  const before = await countLive();
  while ((await countLive()) === before) await pause(20);
  child.kill('SIGINT');
  await pause(3_000);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});
