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

/**
 * Whether a server can be asked about an id: a path can hold it, and it is the server's own. `***` stands for a secret, `?` may
 * for a letter that the form of an old release cannot hold: to such an id the server answers 404 while the stream is live.
 */
export const isAskableId = (id: string): boolean =>
  id !== '' && id !== '.' && id !== '..' && !/[/\\?\uFFFD]|\*{3}/.test(id) && id.isWellFormed();

/** Returns the URL of a broadcast; undefined for an id that cannot be asked about. */
export const broadcastUrl = (server: string, id: string): string | undefined =>
  isAskableId(id) ? `${server}/rest/v2/broadcasts/${encodeURIComponent(id)}` : undefined;
