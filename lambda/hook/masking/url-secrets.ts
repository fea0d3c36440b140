import { MASK, type SecretRange, secretRange } from './secret-range.ts';

/** All of a live URL but `scheme://host/app/`, by what follows its `://`, and where that starts. */
export function findLiveUrlSecrets(url: string, start: number): SecretRange[] {
  const host = hostStart(url, true);
  const path = host + lengthUntil(/[/?#]/, url.slice(host));
  // A single segment may be the key itself: the app is one only with something behind it.
  const app = /^\/[^/?#]+(?=\/+[^/?#])/.exec(url.slice(path))?.[0] ?? '';
  const key = path + app.length;
  const isBehindSlash = url[key] === '/';
  const hidden = {
    start: start + key + (isBehindSlash ? 1 : 0),
    end: start + url.length,
    by: isBehindSlash ? MASK : `/${MASK}`,
  };
  return host === 0 ? [hidden] : [{ start, end: start + host, by: '' }, hidden];
}

/** Of any other URL the user and the password, and the key that WHIP and WHEP have in their path. */
export function findOtherUrlSecrets(url: string, start: number): SecretRange[] {
  const host = hostStart(url, false);
  const spans = host > 1 ? [secretRange(start, start + host - 1)] : [];
  const query = host + lengthUntil(/[?#]/, url.slice(host));
  const endpoint = /\/wh[ie]p\/+(?=.)/is.exec(url.slice(host, query));
  if (endpoint) spans.push(secretRange(start + host + endpoint.index + endpoint[0].length, start + query));
  return spans;
}

/**
 * Where the host starts, behind `user:password@`. A password may hold a slash, and so end behind the first one: what stands
 * there between a colon and a slash is then no port. Of a live URL less is shown: it may be one all the same.
 */
function hostStart(url: string, isLive: boolean): number {
  const head = url.slice(0, lengthUntil(/[/?#]/, url));
  const host = head.lastIndexOf('@') + 1;
  const port = /^[^[\]:]*:(.*)$/s.exec(head.slice(host))?.[1];
  const isPort = /^\d*$/.test(port ?? '');
  const later = url.indexOf('@', head.length);
  const isInPath = later >= 0 && later < lengthUntil(/[?#]/, url);
  // `user:pass@word/1@host`, or an `@` in the path: of a live URL it cannot be told, of others less is shown.
  if (isPort && isInPath && host > 0 && isLive) return url.length;
  const isPassword = isPort ? isInPath && (isLive || head.slice(0, host).includes(':')) : later >= 0;
  if (!(port === undefined && host === 0) && isPassword)
    return url.lastIndexOf('@', later + lengthUntil(/[/?#]/, url.slice(later))) + 1;
  return host;
}

/** How much of a text stands before something, if that is in it. */
function lengthUntil(pattern: RegExp, text: string): number {
  const at = text.search(pattern);
  return at < 0 ? text.length : at;
}
