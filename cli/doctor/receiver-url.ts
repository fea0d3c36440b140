import { hashToken, isExpired, permits, type Scope, type Token } from '../../lambda/tokens/token.ts';
import { decodeGatewayPath, encodePathSegment } from '../../local/http/gateway-path.ts';
import { isLoopback, isThisMachine } from './panel-url.ts';
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
  | 'loopback'
  /** Its token is good, and its address another than the receiver's: its answer tells whose it is, unless the operator gave the address. */
  | 'otherAddress'
  /** What answers at its address is not the receiver. */
  | 'otherAnswer'
  /** Its token is good, and nothing tells from here what is at its address. */
  | 'silent';

/** Parses a URL of a receiver; undefined when it has not the form of one, or is pasted onto another. */
export function parseReceiverUrl(text: string): ReceiverUrl | undefined {
  const url = parseHttpUrl(text);
  const [, prefix, route, ...segments] =
    /^(.*)\/(hooks|authorize\/publish|authorize\/play)\/([^/]+)\/([^/]+)\/?$/.exec(url?.pathname ?? '') ?? [];
  if (url === undefined || prefix === undefined || !isRoute(route)) return undefined;
  const [app, token] = segments.map(decodeSegment);
  if (app === undefined || token === undefined || /\/(hooks|authorize)\//.test(`${prefix}/`)) return undefined;
  if (/%3f/i.test(segments[0] ?? '')) return undefined; // the path ends there
  return { base: `${url.origin}${prefix}`, route, app, token };
}

/** Decodes a segment of a path as the receiver gets it; undefined when it becomes none, or more than one. */
function decodeSegment(segment: string): string | undefined {
  const { routed, rawPath } = decodeGatewayPath(segment) ?? { routed: '', rawPath: '' };
  return routed === '' || routed.includes('/') ? undefined : rawPath;
}

const isRoute = (text: string | undefined): text is Route =>
  text === 'hooks' || text === 'authorize/publish' || text === 'authorize/play';

/** Parses a URL as the media server does, which takes no blanks around it. */
const parseHttpUrl = (text: string): URL | undefined =>
  /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;

/** Says where a URL in the settings of a media server leads, as far as the receiver's address and tokens tell it: nothing is asked. */
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
  if (isLoopback(text) && !isThisMachine(server)) return 'loopback';
  return parsed.base === receiver.url ? 'ours' : 'otherAddress';
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
 * Formats a URL of the settings for people: its token is `***`. Whatever else of it may be a secret is, too: all but the host of one
 * that leads elsewhere, and of one whose parts are not where they belong.
 */
export function maskUrl(
  text: string | null | undefined,
  destination: Destination,
  receiver?: Known & Pick<ReceiverFacts, 'url'>,
): string {
  if (!text) return 'nothing';
  const url = parseHttpUrl(text);
  if (url === undefined) return 'text that is no URL';
  const parsed = destination === 'foreign' ? undefined : parseReceiverUrl(text);
  if (parsed !== undefined && receiver !== undefined && isInItsPlace(parsed, receiver))
    return `${maskBase(parsed.base, receiver)}/${parsed.route}/${encodePathSegment(parsed.app)}/***`;
  return url.pathname === '/' && url.search === '' ? url.origin : `${url.origin}/***`;
}

type Known = Pick<ReceiverFacts, 'app' | 'tokens' | 'hookToken'>;

/** Whether the app of a URL is one: a token that stands in its place must not be shown. */
const isInItsPlace = ({ app, token }: ReceiverUrl, receiver: Known): boolean =>
  app === receiver.app || (isKnown(token, receiver) && !isKnown(app, receiver) && !isLikeSecret(app));

const isKnown = (secret: string, { tokens, hookToken }: Known): boolean =>
  secret === hookToken || findToken(tokens, secret) !== undefined;

/** Whether a text has the form of the secrets that are made here, which may be revoked. */
const isLikeSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Returns the host of a URL, with its port unless that is the usual one. */
export const hostOf = (url: string | null): string =>
  (url !== null && URL.canParse(url) && new URL(url).host) || 'no URL';

/** Formats the address of a receiver's URL for people: a path that is not the receiver's own is `***`. */
export function maskBase(base: string, receiver: Pick<ReceiverFacts, 'url'>): string {
  const { origin, pathname } = new URL(base);
  return base === receiver.url || pathname === '/' ? base : `${origin}/***`;
}
