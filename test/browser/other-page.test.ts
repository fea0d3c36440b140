import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Table } from '../../lambda/table/table.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import { connect, startDatabase } from '../../local/database/database.ts';
import { TOKENS_TABLE, tables } from '../../local/database/embedded-tables.ts';
import { useBrowser } from './chromium.ts';

const dynalite: (options: object) => Server = createRequire(import.meta.url)('dynalite'); // it has no types

const browser = useBrowser();

const page = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>Hello'));
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP

beforeAll(() => once(page.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => page.close());

/** The token that the page tries to create for itself. */
const forged = { hash: { S: 'forged' }, scopes: { SS: ['hooks', 'read'] }, app: { S: '*' } };

/** The script of the page: it tries to write a token, to read the table, and to send a request that needs no preflight. */
const attempts = (url: string) => `(async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
  const ask = (command, body) => fetch('${url}', {
    method: 'POST',
    headers: { authorization, 'x-amz-target': 'DynamoDB_20120810.' + command, 'x-amz-date': '20260101T000000Z', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  }).then((answer) => answer.text(), () => 'refused');
  await fetch('${url}', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: '{}' }).catch(() => {});
  const written = await ask('PutItem', { TableName: '${TOKENS_TABLE}', Item: ${JSON.stringify(forged)} });
  const read = await ask('Scan', { TableName: '${TOKENS_TABLE}' });
  const seen = await fetch('${url}').then((answer) => answer.text(), () => 'refused');
  return { written, read, seen };
})()`;

/** Returns what a page of another origin can do with a database. */
async function tryFromPage(endpoint: string) {
  const tab = await browser().newPage();
  await tab.goto(addressOf(page));
  const results = await tab.evaluate(attempts(new URL(endpoint).origin));
  await tab.close();
  return results;
}

async function isWritten(endpoint: string): Promise<boolean> {
  const client = connect(endpoint);
  const item = await new Table(client, TOKENS_TABLE).get({ hash: forged.hash }, true);
  client.destroy();
  return item !== undefined;
}

test('a page of another origin neither reads nor writes the database of this machine', async () => {
  const { endpoint, close } = await startDatabase(IN_MEMORY);
  expect(await tryFromPage(endpoint)).toEqual({ written: 'refused', read: 'refused', seen: 'refused' });
  expect(await isWritten(endpoint)).toBe(false);
  await close();
});

test('the same page reads and writes an unguarded dynalite', async () => {
  const server = dynalite({ createTableMs: 0 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect(addressOf(server));
  for (const table of tables) await client.send(new CreateTableCommand(table));
  client.destroy();
  expect(await tryFromPage(addressOf(server))).toMatchObject({
    written: '{}',
    read: expect.stringContaining('forged'),
    seen: expect.stringContaining('healthy'),
  });
  expect(await isWritten(addressOf(server))).toBe(true);
  server.close();
  server.closeAllConnections();
});
