import { openAgent } from '../../lambda/asking/ask-server.ts';
import { diagnoseFailure } from '../../lambda/asking/diagnose.ts';
import { getResponse, postJson, type RestResponse } from '../../lambda/asking/get-response.ts';
import { encodePathSegment } from '../../local/http/gateway-path.ts';
import type { ReceiverFacts, TableStream } from './receiver-facts.ts';
import { findDestination, parseReceiverUrl, type Route } from './receiver-url.ts';
import type { ServerFacts } from './server-facts.ts';
import { type AddressAnswer, isToBeAsked, locate } from './settle-destination.ts';

/** In ms: a cold start of a deployed receiver takes up to 1.8 s. */
const TIMEOUT_MS = 5_000;

/** The most addresses that are asked: more than any receiver has. */
const MAX_ADDRESSES = 20;

/** The answers of the receiver at the URLs that the media server has, and its live streams. */
export interface Probes {
  /** What answers at each address of a webhook or authorise URL that has a good token. */
  readonly addresses: ReadonlyMap<string, AddressAnswer>;
  /** `refuses` or `allows` a question without a key, or why that is not known; null where the URL is not the receiver's. */
  readonly publish: string | null;
  readonly play: string | null;
  /** The streams of the app that its table knows as live; a text says why they could not be read. */
  readonly live: readonly TableStream[] | string;
}

/** Asks the receiver at the URLs in the settings and in broadcasts whose token is good. No hook is sent. */
export async function probeReceiver(server: ServerFacts, receiver: ReceiverFacts, now: number): Promise<Probes> {
  const live = await receiver.readLive(); // first: the broadcasts, which it is compared with, were just read
  const { webhookAuthenticateURL: publish, webhookPlayAuthUrl: play } = server.settings;
  const addresses = await askAddresses(server, receiver, now);
  const isOurs = (url: string | null | undefined, route: Route): url is string =>
    locate(url, route, { receiver, server, probes: { addresses }, now }) === 'ours';
  return {
    live,
    addresses,
    publish: isOurs(publish, 'authorize/publish') ? await ask(publish, 'live') : null,
    play: isOurs(play, 'authorize/play') ? await ask(play, 'play') : null,
  };
}

/** Asks each address once, however many URLs have it. */
async function askAddresses(
  { settings, broadcasts, statusHookUrl, url: server }: ServerFacts,
  receiver: ReceiverFacts,
  now: number,
): Promise<ReadonlyMap<string, AddressAnswer>> {
  const { listenerHookURL, webhookAuthenticateURL, webhookPlayAuthUrl } = settings;
  const hooks = [listenerHookURL, statusHookUrl, ...broadcasts.map(({ hookUrl }) => hookUrl)];
  const urls: (readonly [Route, string | null | undefined])[] = [
    ['authorize/publish', webhookAuthenticateURL],
    ['authorize/play', webhookPlayAuthUrl],
    ...[...new Set(hooks)].map((url) => ['hooks', url] as const),
  ];
  const bases = urls
    .filter(([route, url]) => isToBeAsked(findDestination(url, route, receiver, server, now), receiver))
    .map(([, url]) => parseReceiverUrl(url ?? '')?.base ?? '');
  const asked = [...new Set(bases)].slice(0, MAX_ADDRESSES);
  return new Map(await Promise.all(asked.map(async (base) => [base, await askAddress(base, receiver)] as const)));
}

/** Returns a URL that answers only who posts there, whatever its token is: this one is none. */
export const publicHookUrl = (base: string, { app }: Pick<ReceiverFacts, 'app'>): string =>
  `${base}/hooks/${encodePathSegment(app)}/x`;

/** Statuses that may be meant for this machine, or for this moment, alone. */
const isRefusal = (status: number): boolean => status === 403 || status === 429 || status >= 500;

async function askAddress(base: string, receiver: ReceiverFacts): Promise<AddressAnswer> {
  const response = await exchangeOnce(publicHookUrl(base, receiver), getResponse);
  if (typeof response === 'string') return { who: 'unknown', text: response };
  const { status, body } = response;
  if (status === 405 && body.includes('Ant Media Server')) return { who: 'receiver', text: '' };
  return { who: isRefusal(status) ? 'unknown' : 'other', text: answered(status) };
}

/** Asks without a key, as for a stream that nobody has. A refusal is counted, as any is. */
async function ask(url: string, mode: string): Promise<string> {
  const question = { appName: 'doctor', name: QUESTION_ID, streamId: QUESTION_ID, mode };
  const began = performance.now();
  const response = await exchangeOnce(url, (to, options) => postJson(to, question, options));
  return typeof response === 'string' ? response : describeVerdict(response.status, performance.now() - began);
}

/** In ms, within which the media server needs the answer. */
const PATIENCE_MS = 2_000;

/** Describes the answer to a question: `refuses` or `allows`, or what else it is, such as a refusal that took too long, in ms. */
export function describeVerdict(status: number, ms: number): string {
  const verdicts: Readonly<Record<number, string>> = { 200: 'allows', 403: 'refuses' };
  const verdict = verdicts[status];
  if (verdict === undefined || ms <= PATIENCE_MS) return verdict ?? answered(status);
  return `${answered(status)} after ${(ms / 1_000).toFixed(1)} s, and the media server waits for 2 s (the first question after a pause takes longer: try again)`;
}

/** The stream that the doctor asks for. */
const QUESTION_ID = 'doctor-without-a-key';

const answered = (status: number): string => `it answered ${status}`;

/** Returns the response, or why there was none. */
async function exchangeOnce(url: string, send: typeof getResponse): Promise<RestResponse | string> {
  const agent = openAgent(url, false);
  try {
    return await send(url, { agent, authorization: null, timeoutMs: TIMEOUT_MS });
  } catch (error) {
    return diagnoseFailure(error).text;
  } finally {
    agent.destroy();
  }
}
