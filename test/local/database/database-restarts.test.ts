import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { IN_MEMORY, readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { ReceiverUnderTest } from '../use-receiver.ts';
import { killDatabase } from './kill-database.ts';

const folder = useTempFolder('restarts');

const consoleError = vi.spyOn(console, 'error').mockReturnValue();
afterAll(() => consoleError.mockRestore());

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };

const hook = { action: 'liveStreamStarted', id: 'cam-1', timestamp: Date.now() };

async function start(dataDir: string): Promise<ReceiverUnderTest> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Sends the hook until it is recorded. */
const expectRecorded = (receiver: ReceiverUnderTest, body: object) =>
  vi.waitFor(
    async () => expect((await receiver.postHook('LiveApp', body)).json).toEqual({ outcome: 'recorded' }),
    IN_TIME,
  );

test('the receiver follows its database to a new port, and updates running.json', async () => {
  const receiver = await start(folder);
  const before = readRunningFile(folder);
  await killDatabase(before?.dynamodb ?? '');
  await vi.waitFor(() => expect(readRunningFile(folder)?.dynamodb).not.toBe(before?.dynamodb), IN_TIME);
  expect(readRunningFile(folder)).toEqual({ ...before, dynamodb: expect.any(String) });
  await expectRecorded(receiver, hook);
  await receiver.close();
  expect(readRunningFile(folder)).toBeUndefined();
});

/** Returns a function that returns the endpoint of the last request to a database, with its key. */
function captureLastEndpoint(): () => string {
  let endpoint = '';
  const listen = (message: unknown) => {
    const { request } = message as { request: ClientRequest }; // as Node documents it
    const [, key] = /Credential=([^/]+)/.exec(String(request.getHeader('authorization'))) ?? [];
    if (key !== undefined) endpoint = `http://${key}@${request.getHeader('host')}`;
  };
  diagnostics.subscribe('http.client.request.start', listen);
  onTestFinished(() => void diagnostics.unsubscribe('http.client.request.start', listen));
  return () => endpoint;
}

test('a database in memory that restarts lists apps again once they send a hook', async () => {
  const endpoint = captureLastEndpoint();
  const receiver = await start(IN_MEMORY);
  await expectRecorded(receiver, hook);
  await killDatabase(endpoint());
  await expectRecorded(receiver, { ...hook, timestamp: hook.timestamp + 1 });
  expect((await receiver.read('/streams')).json.streams).toMatchObject([{ app: 'LiveApp', id: 'cam-1' }]);
});
