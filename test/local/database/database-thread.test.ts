import { expect, test } from 'vitest';
import { startThread } from '../../../local/database/database-thread.ts';

const data = { path: undefined, accessKeyId: 'key' };

/** Starts a thread that runs this script. */
const start = (script: string) => startThread(data, new URL(`data:text/javascript,${encodeURIComponent(script)}`));

test('a thread that ends before it listens is an error with the cause', async () => {
  await expect(start('process.exit(3)')).rejects.toThrow('its thread ended with exit code 3');
  await expect(start('throw new TypeError("broken")')).rejects.toThrow(new TypeError('broken'));
});

test('a thread that ends later reports the cause, and counts as down', async () => {
  const listen = "(await import('node:worker_threads')).parentPort.postMessage({ port: 1 });";
  const thread = await start(`${listen} setTimeout(() => process.exit(4), 50)`);
  expect(thread.isRunning()).toBe(true);
  expect(String(await thread.ended)).toBe('Error: its thread ended with exit code 4');
  expect(thread.isRunning()).toBe(false);
});
