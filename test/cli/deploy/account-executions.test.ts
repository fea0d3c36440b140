import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { readExecutions } from '../../../cli/deploy/account-executions.ts';

/** Reads the executions from an account that answers so. */
async function readFrom(status: number, body: unknown): Promise<number | undefined> {
  const paths: unknown[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials,
    maxAttempts: 1,
  });
  const executions = await readExecutions(client);
  client.destroy();
  server.close();
  expect(paths).toEqual([expect.stringMatching(/account-settings/)]);
  return executions;
}

test.each([
  { what: 'its limit', status: 200, body: { AccountLimit: { ConcurrentExecutions: 10 } }, executions: 10 },
  { what: 'no limit', status: 200, body: {}, executions: undefined },
  { what: 'that it may not be read', status: 403, body: { message: 'not authorized' }, executions: undefined },
  { what: 'an error', status: 500, body: {}, executions: undefined },
])('where the account answers $what, $executions executions are known', async ({ status, body, executions }) =>
  expect(await readFrom(status, body)).toBe(executions),
);
