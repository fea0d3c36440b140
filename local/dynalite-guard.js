// JavaScript, for it is imported by a thread that Node itself starts.
import { timingSafeEqual } from 'node:crypto';

/**
 * Lets a server of dynalite answer those alone who know its access key id, and no page in a browser: dynalite itself
 * answers anybody, and lets every page read what it answers. A request that breaks off ends here, not in dynalite, which
 * throws what it hears of it.
 */
export function guard(server, accessKeyId) {
  const [handle] = server.listeners('request');
  server.removeAllListeners('request').on('request', (request, response) => {
    if (!isOurs(request, accessKeyId)) {
      response.writeHead(403, { connection: 'close' }).end('expected the access key id of this run\n');
      return;
    }
    handle(request, response);
    request.removeAllListeners('error').on('error', () => {});
  });
}

/** A page sends its origin, or by a name of its own the wrong host; whoever else is on this machine lacks the key. */
function isOurs({ headers, socket }, accessKeyId) {
  if (headers.origin !== undefined || headers.host !== `127.0.0.1:${socket.localPort}`) return false;
  const [, shown = ''] = /^AWS4-HMAC-SHA256 Credential=([^/]*)\//.exec(headers.authorization ?? '') ?? [];
  return shown.length === accessKeyId.length && timingSafeEqual(bytes(shown), bytes(accessKeyId));
}

/** A byte a character, as a header has it. */
const bytes = (text) => Buffer.from(text, 'latin1');
