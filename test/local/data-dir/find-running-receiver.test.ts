import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readRunningFile, writeRunningFile } from '../../../local/data-dir/data-dir.ts';
import { findRunningReceiver } from '../../../local/data-dir/find-running-receiver.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('running');
const KEY = 'key-of-a-run';

test('a receiver that runs is believed, and no longer once it has ended', async () => {
  const receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: folder, log: () => {} });
  expect(await findRunningReceiver(folder)).toEqual(readRunningFile(folder));
  expect(await findRunningReceiver(folder)).toMatchObject({ url: receiver.url });
  await receiver.close();
  expect(await findRunningReceiver(folder)).toBeUndefined();
});

/** Somebody else, who answers as a database does, at the ports of a receiver that was killed; all that they are shown. */
async function impersonateReceiver(): Promise<string[]> {
  const received: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    received.push(JSON.stringify([request.url, request.rawHeaders]));
    response.writeHead(200, { 'x-amzn-requestid': 'x' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await writeRunningFile(folder, {
    url: `http://127.0.0.1:${port}`,
    token: 'a-token',
    dynamodb: `http://${KEY}@127.0.0.1:${port}`,
  });
  return received;
}

test.each([
  ['streams', []],
  ['simulate', ['--scenario', 'publish']],
  ['simulate', ['--send', 'liveStreamStarted', '--id', 'cam-1']],
  ['tokens', ['list']],
] as const)('npm run %s -- %j shows no secret to who is where a killed receiver was', async (command, args) => {
  const shown = await impersonateReceiver();
  await run(command, [...args], { DATA_DIR: folder, STREAMS_TOKEN: '' });
  expect(shown).not.toEqual([]);
  for (const secret of [KEY, 'a-token']) expect(shown.join()).not.toContain(secret);
});
