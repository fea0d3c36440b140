import { hashToken, isExpired, permits, type Scope, type Token } from '../../lambda/tokens/token.ts';
import { decodeGatewayPath } from '../../local/http/gateway-path.ts';
import { isLoopback } from './panel-url.ts';
import type { ReceiverFacts } from './receiver-facts.ts';

/** The routes that the media server posts to. */
export type Route = 'hooks' | 'authorize/publish' | 'authorize/play';

/** The parts of a URL of a receiver. */
export interface ReceiverUrl {
  /** Of the receiver, without a slash at the end. */
  readonly base: string;
  readonly route: Route;
  readonly app: string;
  readonly token: string;
}

/** Where a URL in the settings leads. */
export type Destination =
  | 'ours'
  | 'none'
  | 'noUrl'
  | 'foreign'
  | 'otherRoute'
  | 'otherApp'
  | 'unknownToken'
  | 'expiredToken'
  | 'wrongScope'
  | 'tokenOfOtherApp'
  | 'loopback';

/** Parses a URL of a receiver; undefined when it has not the form of one. */
export function parseReceiverUrl(text: string): ReceiverUrl | undefined {
  const url = parseHttpUrl(text);
  const [, prefix, route, app, token] =
    /^(.*)\/(hooks|authorize\/publish|authorize\/play)\/([^/]+)\/([^/]+)\/?$/.exec(url?.pathname ?? '') ?? [];
  const name = app === undefined ? undefined : decodeGatewayPath(app)?.rawPath;
  if (url === undefined || name === undefined || token === undefined || !isRoute(route)) return undefined;
  return { base: `${url.origin}${prefix}`, route, app: name, token };
}

const isRoute = (text: string | undefined): text is Route =>
  text === 'hooks' || text === 'authorize/publish' || text === 'authorize/play';

/** Parses a URL as the media server does, which takes no blanks around it. */
const parseHttpUrl = (text: string): URL | undefined =>
  /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;

/** Says where a URL in the settings of a media server leads, as far as the receiver's tokens tell it. */
export function findDestination(
  text: string | null | undefined,
  route: Route,
  receiver: ReceiverFacts,
  server: string,
  now: number,
): Destination {
  if (!text) return 'none';
  const url = parseHttpUrl(text);
  if (url === undefined) return 'noUrl';
  const parsed = parseReceiverUrl(text);
  const isAtOurAddress = url.href.startsWith(`${receiver.url}/`);
  if (parsed === undefined) return isAtOurAddress ? 'otherRoute' : 'foreign';
  const flaw = findTokenFlaw(parsed, receiver, isAtOurAddress, now);
  if (flaw === 'unknownToken' && !isAtOurAddress) return 'foreign';
  if (parsed.route !== route) return 'otherRoute';
  if (flaw === 'unknownToken') return flaw;
  if (parsed.app !== receiver.app) return 'otherApp';
  if (flaw !== undefined) return flaw;
  return isLoopback(text) && !isLoopback(server) ? 'loopback' : 'ours';
}

/**
 * Returns why a token does not do; undefined when it does. Where the tokens are not known, only that of the operator's URL does,
 * and at our own address any for another route.
 */
function findTokenFlaw(
  { app, token, route }: ReceiverUrl,
  { tokens, hookToken }: ReceiverFacts,
  isAtOurAddress: boolean,
  now: number,
): Destination | undefined {
  if (tokens === undefined)
    return token === hookToken || (isAtOurAddress && route !== 'hooks') ? undefined : 'unknownToken';
  const stored = findToken(tokens, token);
  const scope = scopeOf(route);
  if (stored === undefined) return 'unknownToken';
  const other = stored.scopes.includes(scope) ? 'tokenOfOtherApp' : 'wrongScope';
  const refusal = isExpired(stored, now) ? 'expiredToken' : other;
  if (permits(stored, scope, now, app)) return undefined;
  return refusal;
}

const scopeOf = (route: Route): Scope => (route === 'hooks' ? 'hooks' : 'authorize');

/** Returns the stored token of a secret. */
export function findToken(tokens: readonly Token[] | undefined, secret: string): Token | undefined {
  const hash = hashToken(secret);
  return tokens?.find((token) => token.hash === hash);
}

/**
 * Formats a URL of the settings for people: its token is `***`. Of one that leads elsewhere all but the host is, since its path may
 * hold a secret, too.
 */
export function maskUrl(text: string | null | undefined, destination: Destination): string {
  const url = parseHttpUrl(text ?? '');
  if (!text) return 'nothing';
  if (url === undefined) return 'text that is no URL';
  const parsed = destination === 'foreign' ? undefined : parseReceiverUrl(text);
  if (parsed !== undefined) return `${parsed.base}/${parsed.route}/${parsed.app}/***`;
  return url.pathname === '/' && url.search === '' ? url.origin : `${url.origin}/***`;
}
