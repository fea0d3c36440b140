// JavaScript, for it is imported by a thread that Node itself starts.
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How many connections it takes: the receiver's two clients have 50 each at most, as many has a command, of which several
 * may run. More would take from the process the files that it may open, whoever has them.
 */
const MOST_CONNECTIONS = 250;

/** How long a request may take to come, its head and the whole of it, in ms: they come from this machine. */
const HEAD_MS = 10_000;
const REQUEST_MS = 20_000;
/** How often that is looked after, in ms; Node's own 30 s would be the longest of the three. */
const CHECK_MS = 5_000;

/**
 * Lets a server of dynalite answer those alone who know its access key id, and no page in a browser: dynalite itself
 * answers anybody, and lets every page read what it answers. A request that breaks off ends here, not in dynalite, which
 * throws what it hears of it.
 */
export function guard(server, accessKeyId) {
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = HEAD_MS;
  server.requestTimeout = REQUEST_MS;
  server.connectionsCheckingInterval = CHECK_MS; // an option of createServer, which dynalite calls
  const [handle] = server.listeners('request');
  server.removeAllListeners('request').on('request', (request, response) => {
    if (!isToUs(request)) return refuse(response);
    const { 'x-challenge': challenge } = request.headers;
    if (challenge !== undefined) return response.end(proofOf(accessKeyId, challenge));
    if (!knows(accessKeyId, request)) return refuse(response);
    handle(request, response);
    request.removeAllListeners('error').on('error', () => {});
  });
}

const refuse = (response) =>
  response.writeHead(403, { connection: 'close' }).end('expected the access key id of this run\n');

/** A page sends its origin, or by a name of its own the wrong host: in whichever of the places that have one. */
const isToUs = ({ headers, headersDistinct: { host }, url, socket }) =>
  headers.origin === undefined && url.startsWith('/') && String(host) === `127.0.0.1:${socket.localPort}`;

/** Whoever else is on this machine lacks the key. */
function knows(accessKeyId, { headers }) {
  const [, shown = ''] = /^AWS4-HMAC-SHA256 Credential=([^/]*)\//.exec(headers.authorization ?? '') ?? [];
  return shown.length === accessKeyId.length && timingSafeEqual(bytes(shown), bytes(accessKeyId));
}

/** A byte a character, as a header has it. */
const bytes = (text) => Buffer.from(text, 'latin1');

/** What shows a command that this is the database, before it shows it the key. */
const proofOf = (accessKeyId, challenge) => createHmac('sha256', accessKeyId).update(challenge).digest('base64url');
