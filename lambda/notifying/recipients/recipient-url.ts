/** In characters of the whole URL. */
const MAX_URL_LENGTH = 2_048;

/**
 * Parses the URL that a recipient is posted to: https, or plain HTTP with `allowPrivate`, which `deliver` then takes for private
 * addresses only. Throws, with a message that does not quote it, since the URL of a chat is a secret.
 */
export function parseRecipientUrl(text: string, allowPrivate: boolean): string {
  if (!URL.canParse(text)) throw urlError('text that is no URL');
  const { protocol, username, password, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw urlError('another protocol than https');
  if (protocol === 'http:' && !allowPrivate)
    throw urlError('plain HTTP', ', or --allow-private, with which a private address may be plain HTTP');
  if (username !== '' || password !== '') throw urlError('a URL with a user or a password', ' without them');
  if (href.length > MAX_URL_LENGTH) throw urlError(`one of more than ${MAX_URL_LENGTH} characters`, ', no longer');
  return href;
}

const urlError = (received: string, but = ''): Error =>
  new Error(`URL of the recipient: received ${received}, expected one that begins with https://${but}.`);
