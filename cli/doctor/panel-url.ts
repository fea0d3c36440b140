import { networkInterfaces } from 'node:os';

const EXAMPLE = 'such as https://media.example.com:5443';

/**
 * Parses the URL of a media server, whose web panel is asked, and returns its origin. Throws when it is no such URL; the message
 * does not quote it, since a user, a password or a query may be secrets.
 */
export function parsePanelUrl(text: string): string {
  if (!URL.canParse(text)) throw urlError('text that is no URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw urlError('another protocol than http and https');
  if (url.username !== '' || url.password !== '') throw urlError('a URL with a user or a password');
  if (url.pathname !== '/' || /[?#]/.test(url.href)) throw urlError('a URL with a path, a query or a fragment');
  return url.origin;
}

const urlError = (received: string): Error =>
  new Error(`--server: received ${received}, expected the URL of the media server's web panel, ${EXAMPLE}.`);

/** Whether a URL leads to the machine, or the container, that uses it. */
export const isLoopback = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/.test(new URL(url).hostname);

/** Whether a URL leads to this machine, at a loopback address or at another of its own. */
export function isThisMachine(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return isLoopback(url) || own.some(({ address }) => address === host);
}

/** Whether the name in a URL is one by which a container knows the machine that it runs on. */
export const isHostOfContainer = (url: string): boolean =>
  /^(host\.docker\.internal|gateway\.docker\.internal|host\.containers\.internal)$/.test(new URL(url).hostname);

/** Whether others can read what is sent to a URL. */
export const isReadableByOthers = (url: string): boolean => new URL(url).protocol === 'http:' && !isLoopback(url);
