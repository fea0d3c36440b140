import { openAgent } from '../../lambda/asking/ask-server.ts';
import { diagnoseFailure } from '../../lambda/asking/diagnose.ts';
import { getResponse, postJson, type RestResponse } from '../../lambda/asking/get-response.ts';
import { encodePathSegment } from '../../local/http/gateway-path.ts';
import type { ReceiverFacts } from './receiver-facts.ts';
import { findDestination, parseReceiverUrl } from './receiver-url.ts';
import type { ServerFacts } from './server-facts.ts';

/** In ms: a cold start of a deployed receiver takes up to 1.8 s. */
const TIMEOUT_MS = 5_000;

/** The answers of the receiver at the URLs that the media server has; null where a URL is not the receiver's. */
export interface Probes {
  /** `answers`, or why it seems not to be reached by that URL from here. */
  readonly hooks: string | null;
  /** `refuses` or `allows` a question without a key, or why that is not known. */
  readonly publish: string | null;
  readonly play: string | null;
}

/** Asks the receiver, and nobody else, at the URLs in the settings. No hook is sent. */
export async function probeReceiver(
  { settings, url: server }: Pick<ServerFacts, 'settings' | 'url'>,
  receiver: ReceiverFacts,
  now: number,
): Promise<Probes> {
  const { listenerHookURL: hook, webhookAuthenticateURL: publish, webhookPlayAuthUrl: play } = settings;
  const isOurs = (url: string | null | undefined, route: Parameters<typeof findDestination>[1]): url is string =>
    findDestination(url, route, receiver, server, now) === 'ours';
  return {
    hooks: isOurs(hook, 'hooks') ? await probeHooks(hook) : null,
    publish: isOurs(publish, 'authorize/publish') ? await ask(publish, 'live') : null,
    play: isOurs(play, 'authorize/play') ? await ask(play, 'play') : null,
  };
}

/** Returns a URL that answers only who posts there, whatever its token is: this one is none. */
export function publicHookUrl(hook: string): string {
  const { base, app } = parseReceiverUrl(hook) ?? { base: '', app: '' };
  return `${base}/hooks/${encodePathSegment(app)}/x`;
}

async function probeHooks(hook: string): Promise<string> {
  const url = publicHookUrl(hook);
  return probe(
    url,
    (options) => getResponse(url, options),
    ({ status, body }) => (status === 405 && body.includes('Ant Media Server') ? 'answers' : undefined),
  );
}

/** Asks without a key, as for a stream that nobody has. A refusal is counted, as any is. */
async function ask(url: string, mode: string): Promise<string> {
  const question = { appName: 'doctor', name: QUESTION_ID, streamId: QUESTION_ID, mode };
  const verdicts = new Map([
    [200, 'allows'],
    [403, 'refuses'],
  ]);
  return probe(
    url,
    (options) => postJson(url, question, options),
    ({ status }) => verdicts.get(status),
  );
}

/** The stream that the doctor asks for. */
const QUESTION_ID = 'doctor-without-a-key';

async function probe(
  url: string,
  send: (options: Parameters<typeof getResponse>[1]) => Promise<RestResponse>,
  read: (response: RestResponse) => string | undefined,
): Promise<string> {
  const agent = openAgent(url, false);
  try {
    const response = await send({ agent, authorization: null, timeoutMs: TIMEOUT_MS });
    return read(response) ?? `it answered ${response.status}`;
  } catch (error) {
    return diagnoseFailure(error).text;
  } finally {
    agent.destroy();
  }
}
