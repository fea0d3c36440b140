// JavaScript, because the thread that imports it runs without tsx.
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Enough for the receiver's two clients and several commands, with 50 connections each at most. More would exhaust the
 * file descriptors of the process.
 */
const MAX_CONNECTIONS = 250;

/** Timeouts for the head of a request, and for the whole request, in ms: clients are on this machine. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 20_000;
/** Interval at which Node checks these timeouts, in ms; its default of 30 s is longer than both. */
const TIMEOUT_CHECK_MS = 5_000;

/**
 * Makes a dynalite server refuse requests without its access key id, and all requests of web pages: dynalite itself
 * answers every client, with CORS headers for every origin. Also handles aborted requests, on which dynalite throws.
 */
export function guard(server, accessKeyId) {
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.connectionsCheckingInterval = TIMEOUT_CHECK_MS; // an option of createServer, which dynalite calls
  const [handle] = server.listeners('request');
  server.removeAllListeners('request').on('request', (request, response) => {
    if (!isAddressedHere(request)) return refuse(response);
    const { 'x-challenge': challenge } = request.headers;
    if (challenge !== undefined) return response.end(proofOf(accessKeyId, challenge));
    if (!hasKey(accessKeyId, request)) return refuse(response);
    handle(request, response);
    request.removeAllListeners('error').on('error', () => {});
  });
}

const refuse = (response) =>
  response.writeHead(403, { connection: 'close' }).end('expected the access key id of this run\n');

/** Whether it is not from a web page, which sends an Origin, or, after DNS rebinding, another host in the URL or in a Host header. */
const isAddressedHere = ({ headers, headersDistinct: { host }, url, socket }) =>
  headers.origin === undefined && url.startsWith('/') && String(host) === `127.0.0.1:${socket.localPort}`;

function hasKey(accessKeyId, { headers }) {
  const [, shown = ''] = /^AWS4-HMAC-SHA256 Credential=([^/]*)\//.exec(headers.authorization ?? '') ?? [];
  return shown.length === accessKeyId.length && timingSafeEqual(bytes(shown), bytes(accessKeyId));
}

/** Headers are Latin-1: one byte per character. */
const bytes = (text) => Buffer.from(text, 'latin1');

/** Proves to a command that this server knows the key, before the command sends it. */
const proofOf = (accessKeyId, challenge) => createHmac('sha256', accessKeyId).update(challenge).digest('base64url');
