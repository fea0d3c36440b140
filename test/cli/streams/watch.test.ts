import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createExpectCommand } from '../../../cli/expect/expect-command.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { refuse } from '../../local/refuse.ts';
import { start } from '../../run.ts';
import { runInProcess } from '../run-in-process.ts';

const DATA_DIR = mkdtempSync(join(tmpdir(), 'watch-'));
const started: ReturnType<typeof start>[] = [];
afterEach(() => {
  for (const { child } of started) child.kill('SIGKILL');
  rmSync(DATA_DIR, { recursive: true });
});

const startHere = () => startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
const hook = ({ url, token }: Receiver, body: object) =>
  fetch(`${url}/hooks/LiveApp/${token}`, { method: 'POST', body: JSON.stringify(body) });

test('--watch prints changes, shows the last result while the receiver is down, reconnects, and exits with 0', async () => {
  const first = await startHere();
  await hook(first, { action: 'liveStreamStarted', id: 'cam-1' });
  const watching = start('streams', ['--watch'], { DATA_DIR });
  started.push(watching);
  let seen = 0;
  /** Waits until the output since the last call matches, and returns that output. */
  const waitForOutput = async (text: string | RegExp) => {
    await vi.waitFor(() => expect(watching.output.stdout.slice(seen)).toMatch(text), { timeout: 15_000, interval: 50 });
    const fresh = watching.output.stdout.slice(seen);
    seen = watching.output.stdout.length;
    return fresh;
  };

  await waitForOutput(/live +LiveApp\/cam-1/);
  await hook(first, { action: 'liveStreamEnded', id: 'cam-1' });
  await waitForOutput(/ended +LiveApp\/cam-1/);
  await runInProcess(createExpectCommand(), ['add', 'LiveApp/cam-0', '--grace', '1s'], { DATA_DIR });
  await waitForOutput(/\n\n1 expected stream is missing\nMISSING +STREAM\nmissing since .+ +LiveApp\/cam-0\n\nSTATUS /);
  await runInProcess(createExpectCommand(), ['remove', 'LiveApp/cam-0'], { DATA_DIR });
  expect(await waitForOutput(/ended +LiveApp\/cam-1/)).not.toContain('missing');
  await refuse(DATA_DIR, { count: 3 });
  await waitForOutput(/\n\nRefused in the last hour\nREFUSED .+\npublisher +LiveApp\/cam-1 +3 +.+ +it had no key\n/);
  await first.close();
  expect(await waitForOutput(/As of .+ (No response|No receiver)/)).toContain('LiveApp/cam-1');
  const second = await startHere();
  await hook(second, { action: 'liveStreamStarted', id: 'cam-2' });
  await waitForOutput(/live +LiveApp\/cam-2/);

  watching.child.kill('SIGINT');
  const { code, stdout, stderr } = await watching.ended;
  await second.close();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain('\x1b');
});
