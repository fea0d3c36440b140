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

/** Whether a URL leads to the machine itself. */
export const isLoopback = (url: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

/** Whether others can read what is sent to a URL. */
export const isReadableByOthers = (url: string): boolean => new URL(url).protocol === 'http:' && !isLoopback(url);
