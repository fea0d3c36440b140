import { DEFAULT_DATA_DIR } from '../../local/data-dir/data-dir.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { resolveToken } from '../tokens/token-option.ts';
import type { StreamsOptions } from './streams-options.ts';

/** The receiver to query, and the token for it. */
export interface Target {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

/**
 * Finds the receiver to query: by the options --stack and --url, by STREAMS_URL, else the one that runs on this machine, which
 * is looked up on every call because it may restart. Throws when there is none, or no token for it.
 */
export async function findTarget(
  options: Pick<StreamsOptions, 'stack' | 'url' | 'token'>,
): Promise<() => Promise<Target>> {
  if (options.stack === undefined) return () => targetOf(options);
  const target = await targetOfStack(options.stack, resolveToken(options));
  return async () => target;
}

async function targetOfStack(stack: string, secret: string | undefined): Promise<Target> {
  if (secret === undefined)
    throw new Error(
      `--stack: received no token, expected one in STREAMS_TOKEN: npm run tokens -- create --scope read --every-app --stack ${stack} creates one.`,
    );
  return { token: parseToken(secret), url: (await requireOutputs(stack)).url };
}

async function targetOf({ url, token }: Pick<StreamsOptions, 'url' | 'token'>, env = process.env): Promise<Target> {
  const explicitUrl = url ?? (env.STREAMS_URL || undefined);
  if (explicitUrl === undefined) return localTarget(env.DATA_DIR || DEFAULT_DATA_DIR, token);
  const secret = resolveToken({ token });
  if (secret === undefined)
    throw new Error(
      'Received a URL and no token, expected one in STREAMS_TOKEN (or --token): npm run tokens -- create --scope read creates one.',
    );
  return { url: parseReceiverUrl(explicitUrl), token: parseToken(secret) };
}

/** Uses the receiver's own token unless --token is set: STREAMS_TOKEN may belong to another receiver. */
async function localTarget(dataDir: string, token: string | undefined): Promise<Target> {
  const running = await findRunningReceiver(dataDir);
  if (running === undefined)
    throw new Error(
      `No receiver runs on this machine (DATA_DIR ${dataDir}): start one with npm start, or name another with --url or --stack.`,
    );
  return { url: running.url, token: parseToken(token ?? running.token) };
}

/** Parses the value of --url, without a slash at the end. Throws for anything but a URL by HTTP. */
export function parseReceiverUrl(received: string): string {
  const url = URL.canParse(received) ? new URL(received) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error(`--url: received "${received}", expected one that begins with http:// or https://.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Throws for a token that no header can carry; the message does not repeat the token. */
function parseToken(received: string): string {
  if (/^[\x21-\x7e]+$/.test(received)) return received;
  throw new Error(
    'Received a token with spaces or characters beyond ASCII, which a header cannot carry: expected one without.',
  );
}
