import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, type TestContext, test } from 'vitest';
import { readRunningFile, writeRunningFile } from '../../../local/data-dir/data-dir.ts';
import { findRunningReceiver } from '../../../local/data-dir/find-running-receiver.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('running');
const KEY = 'key-of-a-run';

test('a running receiver is found, and not after it has ended', async () => {
  const receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: folder, log: () => {} });
  expect(await findRunningReceiver(folder)).toEqual(readRunningFile(folder));
  expect(await findRunningReceiver(folder)).toMatchObject({ url: receiver.url });
  await receiver.close();
  expect(await findRunningReceiver(folder)).toBeUndefined();
});

/** Starts a server that answers as a database does, at the ports of a receiver that was killed. Returns its DATA_DIR, and all requests. */
async function impersonateReceiver({ onTestFinished }: TestContext) {
  const received: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    received.push(JSON.stringify([request.url, request.rawHeaders]));
    response.writeHead(200, { 'x-amzn-requestid': 'x' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const dataDir = mkdtempSync(join(folder, 'killed-'));
  await writeRunningFile(dataDir, {
    url: `http://127.0.0.1:${port}`,
    token: 'a-token',
    dynamodb: `http://${KEY}@127.0.0.1:${port}`,
  });
  return { received, dataDir };
}

test.concurrent.for([
  ['streams', []],
  ['simulate', ['--scenario', 'publish']],
  ['simulate', ['--send', 'liveStreamStarted', '--id', 'cam-1']],
  ['tokens', ['list']],
] as const)(
  'npm run %s -- %j sends no secret to the port of a receiver that was killed',
  async ([command, args], context) => {
    const { received, dataDir } = await impersonateReceiver(context);
    await run(command, [...args], { DATA_DIR: dataDir, STREAMS_TOKEN: '' });
    expect(received).not.toEqual([]);
    for (const secret of [KEY, 'a-token']) expect(received.join()).not.toContain(secret);
  },
);
