const EXAMPLE = 'such as https://media.example.com:5443/LiveApp';

/** The end of a URL that was copied from a call of the REST API: `/rest`, `/rest/v2` and what follows it. */
const REST_PATH = /\/rest(\/v2(\/.*)?)?$/;

/**
 * Parses the URL of an Ant Media application, and returns it without a slash at the end and without the path of its REST API.
 * Throws when it is no such URL; the message does not quote it, since a user, a password or a query may be secrets.
 */
export function parseServerUrl(text: string): string {
  if (!URL.canParse(text)) throw urlError('text that is no URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw urlError('another protocol than http and https');
  if (url.username !== '' || url.password !== '') throw urlError('a URL with a user or a password');
  if (/[?#]/.test(url.href)) throw urlError('a URL with a query or a fragment');
  const path = url.pathname.replace(/\/+$/, '').replace(REST_PATH, '').replace(/\/+$/, '');
  if (path === '') throw urlError('a URL without an application');
  return `${url.origin}${path}`;
}

const urlError = (received: string): Error =>
  new Error(`URL of the media server: received ${received}, expected that of one of its applications, ${EXAMPLE}.`);

/** Returns the URL that counts an application's broadcasts; any caller that may ask at all may ask this. */
export const countUrl = (server: string): string => `${server}/rest/v2/broadcasts/count`;

/** Returns the URL of a broadcast; undefined for an id that a path cannot hold. */
export function broadcastUrl(server: string, id: string): string | undefined {
  const fits = id !== '' && id !== '.' && id !== '..' && !/[/\\]/.test(id) && id.isWellFormed();
  return fits ? `${server}/rest/v2/broadcasts/${encodeURIComponent(id)}` : undefined;
}
