import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { start } from '../../run.ts';

const DATA_DIR = mkdtempSync(join(tmpdir(), 'watch-'));
const started: ReturnType<typeof start>[] = [];
afterEach(() => {
  for (const { child } of started) child.kill('SIGKILL');
  rmSync(DATA_DIR, { recursive: true });
});

const startHere = () => startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
const hook = ({ url, token }: Receiver, body: object) =>
  fetch(`${url}/hooks/LiveApp/${token}`, { method: 'POST', body: JSON.stringify(body) });

test('--watch tells what changed, keeps what it knew while nobody answers, finds the receiver again and ends with 0', async () => {
  const first = await startHere();
  await hook(first, { action: 'liveStreamStarted', id: 'cam-1' });
  const watching = start('streams', ['--watch'], { DATA_DIR });
  started.push(watching);
  /** What was told since the last look holds this by now. */
  let seen = 0;
  const tells = async (text: string | RegExp) => {
    await vi.waitFor(() => expect(watching.output.stdout.slice(seen)).toMatch(text), { timeout: 15_000, interval: 50 });
    const fresh = watching.output.stdout.slice(seen);
    seen = watching.output.stdout.length;
    return fresh;
  };

  await tells(/live +LiveApp\/cam-1/);
  await hook(first, { action: 'liveStreamEnded', id: 'cam-1' });
  await tells(/ended +LiveApp\/cam-1/);
  await first.close();
  expect(await tells(/As of .+ (No answer|No receiver)/)).toContain('LiveApp/cam-1');
  const second = await startHere();
  await hook(second, { action: 'liveStreamStarted', id: 'cam-2' });
  await tells(/live +LiveApp\/cam-2/);

  watching.child.kill('SIGINT');
  const { code, stdout, stderr } = await watching.ended;
  await second.close();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain('\x1b');
});
