import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { startOfHour } from '../lambda/table/row-keys.ts';
import type { Item } from '../lambda/table/table.ts';
import { EVERY_STREAM } from '../lambda/tokens/stream-key.ts';
import { STREAM_KEY_PREFIX, toStreamKeyRow } from '../lambda/tokens/stream-key-row.ts';
import { EVERY_APP } from '../lambda/tokens/token.ts';
import { toTokenRow } from '../lambda/tokens/token-row.ts';
import { cachedFolder } from '../test/cached-folder.ts';
import { exec } from '../test/exec.ts';
import { APP } from './hooks.ts';

/** A server that answers as DynamoDB does for valid tokens and keys, and for conditions that hold. */
export interface DynamoDBStub {
  readonly endpoint: string;
  /** The path of the certificate that clients must trust. */
  readonly certificate: string;
  readonly close: () => void;
}

interface RequestedKey {
  readonly hash: { readonly S: string };
}

/** Returns the row of a requested token or key, valid for every app and stream, and used in this hour. */
function credentialRow({ hash: { S: hash } }: RequestedKey): Item {
  const credential = { hash, label: 'bench', createdAt: 0 };
  const isKey = hash.startsWith(STREAM_KEY_PREFIX);
  if (!isKey) return toTokenRow({ ...credential, scopes: ['hooks', 'authorize'], app: EVERY_APP, expiresAt: null });
  const scope = { app: APP, stream: EVERY_STREAM, use: 'publish', from: null, expires: null } as const;
  const key = { ...credential, ...scope, hash: hash.slice(STREAM_KEY_PREFIX.length) };
  return toStreamKeyRow({ ...key, lastUsedAt: startOfHour(Date.now()), allowed: 1 });
}

/** Returns what DynamoDB answers to a command: every write is confirmed, every token and key exists. */
function answerTo(operation: string | undefined, request: string): object {
  if (operation === 'GetItem') return { Item: credentialRow(JSON.parse(request).Key) };
  if (operation !== 'BatchGetItem') return {};
  const tables = Object.entries<{ Keys: RequestedKey[] }>(JSON.parse(request).RequestItems);
  return { Responses: Object.fromEntries(tables.map(([table, { Keys }]) => [table, Keys.map(credentialRow)])) };
}

/**
 * Starts the server, which answers after `latencyMs`. It has TLS, as DynamoDB has: without, a cold start would load other modules
 * and skip the handshakes.
 */
export async function startDynamoDBStub(latencyMs = 0): Promise<DynamoDBStub> {
  const folder = await cachedFolder('bench-certificate', makeCertificate);
  const certificate = join(folder, 'certificate.pem');
  const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(certificate)]);
  const server = createServer({ key, cert }, (request, response) => respond(request, response, latencyMs));
  server.keepAliveTimeout = 600_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, certificate, close };
}

async function respond(request: IncomingMessage, response: ServerResponse, latencyMs: number): Promise<void> {
  const requestBody = await text(request);
  const operation = String(request.headers['x-amz-target']).split('.')[1];
  const body = JSON.stringify(answerTo(operation, requestBody));
  if (latencyMs > 0) await setTimeout(latencyMs);
  response.writeHead(200, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': '2745614147', // no client checks it
  });
  response.end(body);
}

/** Creates a certificate for a hundred years, or until `.cache/` is deleted. */
function makeCertificate(folder: string): Promise<unknown> {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=bench', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '36500'];
  return exec('openssl', ['req', '-x509', ...keyOptions, ...files, ...subject]).catch((error) => {
    throw new Error(
      `The benchmark: received ${error.message}, expected the program openssl. Install it: apt-get install openssl.`,
    );
  });
}
