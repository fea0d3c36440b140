import type { RegisteredServer } from './media-servers.ts';
import { parseServerUrl } from './server-url.ts';

/** Converts a registered server to the JSON text that is kept; it holds the secret. */
export const formatRegisteredServer = ({ url, jwtSecret }: RegisteredServer): string =>
  JSON.stringify({ url, jwtSecret });

/** Parses the JSON text of a registered server. Throws when it is something else; the message quotes nothing of it. */
export function parseRegisteredServer(text: string): RegisteredServer {
  return readRegisteredServer(tryParse(text));
}

/** Reads a registered server from parsed JSON. Throws as `parseRegisteredServer` does. */
export function readRegisteredServer(value: unknown): RegisteredServer {
  const { url, jwtSecret } = { ...Object(value) } as Readonly<Record<string, unknown>>;
  const isServer =
    typeof url === 'string' && (jwtSecret === null || (typeof jwtSecret === 'string' && jwtSecret !== ''));
  if (isServer) return { url: parseServerUrl(url), jwtSecret };
  throw new Error(
    'Registered media server: received something else than its URL and its JWT secret. Register it again: npm run servers -- add.',
  );
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
