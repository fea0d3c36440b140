import { MASK, type SecretRange, secretRange } from './secret-range.ts';

/** Finds everything in a live URL except `scheme://host/app/`. `url` is the part after `://`, `start` its position in the text. */
export function findLiveUrlSecrets(url: string, start: number): SecretRange[] {
  const host = hostStart(url, true);
  const path = host + lengthUntil(/[/?#]/, url.slice(host));
  // A single segment may be the key: it is the app only if another one follows.
  const app = /^\/[^/?#]+(?=\/+[^/?#])/.exec(url.slice(path))?.[0] ?? '';
  const key = path + app.length;
  const hasSlash = url[key] === '/';
  const rest = {
    start: start + key + (hasSlash ? 1 : 0),
    end: start + url.length,
    mask: hasSlash ? MASK : `/${MASK}`,
  };
  return host === 0 ? [rest] : [{ start, end: start + host, mask: '' }, rest];
}

/** Finds the user and password of any other URL, and the key in the path of WHIP and WHEP. */
export function findOtherUrlSecrets(url: string, start: number): SecretRange[] {
  const host = hostStart(url, false);
  const secrets = host > 1 ? [secretRange(start, start + host - 1)] : [];
  const query = host + lengthUntil(/[?#]/, url.slice(host));
  const endpoint = /\/wh[ie]p\/+(?=.)/is.exec(url.slice(host, query));
  if (endpoint) secrets.push(secretRange(start + host + endpoint.index + endpoint[0].length, start + query));
  return secrets;
}

/**
 * Finds the start of the host, after `user:password@`. A password may hold a slash, as in `user:pass/word@host`: then there is no
 * port between the colon and the slash. Where it is unclear, more of a live URL is masked than of any other.
 */
function hostStart(url: string, isLive: boolean): number {
  const head = url.slice(0, lengthUntil(/[/?#]/, url));
  const host = head.lastIndexOf('@') + 1;
  const port = /^[^[\]:]*:(.*)$/s.exec(head.slice(host))?.[1];
  const isPort = /^\d*$/.test(port ?? '');
  const later = url.indexOf('@', head.length);
  const isInPath = later >= 0 && later < lengthUntil(/[?#]/, url);
  // Either `user:pass@word/1@host` or an `@` in the path: a live URL is masked as a whole.
  if (isPort && isInPath && host > 0 && isLive) return url.length;
  const isPassword = isPort ? isInPath && (isLive || head.slice(0, host).includes(':')) : later >= 0;
  if (!(port === undefined && host === 0) && isPassword)
    return url.lastIndexOf('@', later + lengthUntil(/[/?#]/, url.slice(later))) + 1;
  return host;
}

/** The length of a text before the first match, or of all of it. */
function lengthUntil(pattern: RegExp, text: string): number {
  const at = text.search(pattern);
  return at < 0 ? text.length : at;
}
