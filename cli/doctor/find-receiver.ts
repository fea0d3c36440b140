import type { Token } from '../../lambda/tokens/token.ts';
import { DEFAULT_DATA_DIR } from '../../local/data-dir/data-dir.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { webhookUrl } from '../../local/webhook-urls.ts';
import { fetchStreams, type Stream } from '../streams/fetch-streams.ts';
import { findTarget } from '../streams/find-target.ts';
import { ReadApiClient } from '../streams/read-api-client.ts';
import { withTokenTable } from '../tokens/with-token-table.ts';
import { mendCommand } from './mend-command.ts';
import { isThisMachine } from './panel-url.ts';
import type { ReceiverFacts, TableStream } from './receiver-facts.ts';
import { findToken, parseReceiverUrl, type ReceiverUrl } from './receiver-url.ts';

/** The options that name a receiver; without one it is that of this machine. */
export interface ReceiverOptions {
  readonly app: string;
  readonly hook?: string;
  readonly stack?: string;
}

/** Finds the receiver, its tokens and how to read its live streams. Throws when there is none. */
export async function findReceiver({ app, hook, stack }: ReceiverOptions): Promise<ReceiverFacts> {
  const wanted = hook === undefined ? undefined : parseHook(hook);
  const found = stack === undefined ? await findHere(wanted) : await readTokens(stack);
  if (found === undefined) return wanted === undefined ? throwNoReceiver() : knownByUrl(hook, wanted);
  const { url, tokens, token } = found;
  const hooksApp = wanted?.app ?? app;
  const base = wanted?.base ?? new URL(url).href.replace(/\/$/, '');
  return {
    url: base,
    app: hooksApp,
    tokens,
    hookToken: wanted?.token,
    hookUrl: hook ?? (token === undefined ? undefined : webhookUrl(base, hooksApp, token)),
    stack,
    readLive: () => (stack === undefined ? readHere(hooksApp) : readElsewhere(hooksApp, { stack })),
  };
}

function parseHook(hook: string): ReceiverUrl {
  const parsed = parseReceiverUrl(hook);
  if (parsed !== undefined && /^(<TOKEN>|\*+)$/.test(parsed.token)) throw new Error(PLACEHOLDER);
  if (parsed?.route === 'hooks') return parsed;
  throw new Error(
    '--hook: received something else than a webhook URL, expected one such as https://HOST/hooks/LiveApp/TOKEN, as npm run tokens -- create prints it.',
  );
}

const PLACEHOLDER =
  '--hook: received *** or <TOKEN>, which stand for the token, expected the webhook URL with the token itself: npm run tokens -- create --app APP prints one.';

const knownByUrl = (hookUrl: string | undefined, { base, app, token }: ReceiverUrl): ReceiverFacts => ({
  ...{ url: base, app, tokens: undefined, hookToken: token, hookUrl },
  readLive: () => readElsewhere(app, { url: base }),
});

interface FoundReceiver {
  readonly url: string;
  readonly tokens: readonly Token[];
  /** The secret of one of them, where it is known. */
  readonly token?: string;
}

const dataDirOf = (env = process.env): string => env.DATA_DIR || DEFAULT_DATA_DIR;

/**
 * Finds the receiver that runs on this machine; undefined without one, and where the wanted webhook URL is of another: its own has
 * one of its tokens, at any address, such as that of a tunnel. Throws for its own address with a token that it does not have.
 */
async function findHere(wanted: ReceiverUrl | undefined): Promise<FoundReceiver | undefined> {
  const running = await findRunningReceiver(dataDirOf());
  if (running === undefined) return undefined;
  const found = { ...(await readTokens(undefined)), token: running.token };
  if (wanted === undefined || findToken(found.tokens, wanted.token) !== undefined) return found;
  if (!isAddressOf(wanted.base, found.url)) return undefined;
  throw new Error(
    `--hook: received a token that the receiver on this machine does not have, at its address: it was never made here, or is revoked. Expected one of its own: ${mendCommand({}, 'tokens', 'create', '--app', wanted.app)} prints a webhook URL.`,
  );
}

function throwNoReceiver(): never {
  throw new Error(
    `No receiver runs on this machine (DATA_DIR ${dataDirOf()}): start one with npm start, or name another with --stack, or its webhook URL with --hook.`,
  );
}

/** Whether an address is one at which the receiver on this machine may be reached. */
const isAddressOf = (base: string, url: string): boolean =>
  new URL(base).origin === new URL(url).origin || (isThisMachine(base) && new URL(base).port === new URL(url).port);

async function readTokens(stack: string | undefined): Promise<FoundReceiver> {
  let found: FoundReceiver | undefined;
  await withTokenTable(stack, async ({ url, tokens }) => {
    found = url === undefined ? undefined : { url, tokens: await tokens.list() };
  });
  if (found !== undefined) return found;
  throw new Error(JUST_ENDED);
}

const JUST_ENDED = 'The receiver on this machine has just ended, expected one that runs: start it with npm start.';

type LiveStreams = readonly TableStream[] | string;

/** Reads the live streams of the receiver on this machine, whatever STREAMS_URL and STREAMS_TOKEN say. */
const readHere = (app: string): Promise<LiveStreams> =>
  readLive(app, async () => async () => {
    const running = await findRunningReceiver(dataDirOf());
    if (running === undefined) throw new Error(JUST_ENDED);
    return { url: running.url, token: running.token };
  });

async function readElsewhere(app: string, target: { stack?: string; url?: string }): Promise<LiveStreams> {
  return process.env.STREAMS_TOKEN ? readLive(app, () => findTarget(target)) : NO_READ_TOKEN;
}

/** Reads the live streams of an app; a text says why they could not be read. */
async function readLive(app: string, findApi: () => ReturnType<typeof findTarget>): Promise<LiveStreams> {
  try {
    const { streams } = await fetchStreams(new ReadApiClient(await findApi()), { app, status: 'live' });
    return toTableStreams(streams);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/\.$/, '') : 'the receiver gave no list of its streams';
  }
}

const NO_READ_TOKEN =
  'the status table is read with a token of the scope read: read -rs STREAMS_TOKEN && export STREAMS_TOKEN';

/** A room is known by its tracks, or by hooks about them. */
function toTableStreams(streams: readonly Stream[]): TableStream[] {
  const rooms = new Set(streams.map(({ room }) => room));
  return streams.map(({ id, lastEvent }) => ({
    id,
    lastEventAt: Date.parse(lastEvent?.at ?? '') || 0,
    isRoom: rooms.has(id) || /track/i.test(lastEvent?.action ?? ''),
  }));
}
