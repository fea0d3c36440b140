import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { EVERY_APP } from '../lambda/tokens/token.ts';
import { toTokenRow } from '../lambda/tokens/token-row.ts';
import { cachedFolder } from '../test/cached-folder.ts';
import { exec } from '../test/exec.ts';

/** A server that answers at once as DynamoDB does for a valid token and for conditions that hold. */
export interface DynamoDBStub {
  readonly endpoint: string;
  /** The path of the certificate that clients must trust. */
  readonly certificate: string;
  readonly close: () => void;
}

/** Returns a row for the requested token, valid for every app. */
function tokenRow(body: string): object {
  const { Key }: { Key: { hash: { S: string } } } = JSON.parse(body);
  return toTokenRow({
    hash: Key.hash.S,
    scopes: ['hooks'],
    app: EVERY_APP,
    label: 'bench',
    createdAt: 0,
    expiresAt: null,
  });
}

/** Starts the server with TLS, as DynamoDB has it: without, a cold start would load other modules and skip the handshakes. */
export async function startDynamoDBStub(): Promise<DynamoDBStub> {
  const folder = await cachedFolder('bench-certificate', makeCertificate);
  const certificate = join(folder, 'certificate.pem');
  const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(certificate)]);
  const server = createServer({ key, cert }, respond);
  server.keepAliveTimeout = 600_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, certificate, close };
}

/** Confirms every write and finds every token. */
async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestBody = await text(request);
  const isTokenLookup = String(request.headers['x-amz-target']).endsWith('.GetItem');
  const body = isTokenLookup ? JSON.stringify({ Item: tokenRow(requestBody) }) : '{}';
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
