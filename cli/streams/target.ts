import { DEFAULT_DATA_DIR } from '../../local/data-dir.ts';
import { runningOn } from '../../local/running.ts';
import { outputsOfStack } from '../place/deployed.ts';
import { tokenOf } from '../tokens/token-option.ts';
import type { Wanted } from './streams-options.ts';

/** Whom to ask. */
export interface Target {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

/**
 * Finds whom to ask: the stack or the URL that the options name, or the environment, or what runs on this machine, which may
 * be another one each time it is looked for. Throws when none is known.
 */
export async function findTarget(wanted: Pick<Wanted, 'stack' | 'url' | 'token'>): Promise<() => Promise<Target>> {
  if (wanted.stack === undefined) return () => targetOf(wanted);
  const target = await targetOfStack(wanted.stack, tokenOf(wanted));
  return async () => target;
}

async function targetOfStack(stack: string, secret: string | undefined): Promise<Target> {
  if (secret === undefined)
    throw new Error(
      `--stack: received no token, expected one in STREAMS_TOKEN: npm run tokens -- create --scope read --every-app --stack ${stack} makes one.`,
    );
  return { token: readToken(secret), url: (await outputsOfStack(stack)).url };
}

async function targetOf({ url, token }: Pick<Wanted, 'url' | 'token'>, env = process.env): Promise<Target> {
  const named = url ?? (env.STREAMS_URL || undefined);
  if (named === undefined) return onThisMachine(env.DATA_DIR || DEFAULT_DATA_DIR, token);
  const secret = tokenOf({ token });
  if (secret === undefined)
    throw new Error(
      'Received a URL and no token, expected one in STREAMS_TOKEN (or --token): npm run tokens makes one.',
    );
  return { url: readUrl(named), token: readToken(secret) };
}

/** Its own token, unless the option names one: that of the environment may be another receiver's. */
async function onThisMachine(dataDir: string, token: string | undefined): Promise<Target> {
  const running = await runningOn(dataDir);
  if (running === undefined)
    throw new Error(
      `No receiver runs on this machine (DATA_DIR ${dataDir}): start one with npm start, or name another with --url or --stack.`,
    );
  return { url: running.url, token: readToken(token ?? running.token) };
}

function readUrl(received: string): string {
  const url = URL.canParse(received) ? new URL(received) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error(`--url: received "${received}", expected one that begins with http:// or https://.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** A header carries no spaces and no letters beyond ASCII; the token itself is not repeated. */
function readToken(received: string): string {
  if (/^[\x21-\x7e]+$/.test(received)) return received;
  throw new Error(
    'The token has spaces or characters beyond ASCII, which a header cannot carry: expected one without.',
  );
}
