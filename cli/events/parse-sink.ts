/** The URL that announcements are posted to. */
export interface Sink {
  /** Without a user and password. */
  readonly url: string;
  /** The value of the header; undefined when the URL had no user. */
  readonly authorization: string | undefined;
  /** The part of the URL that is safe to print. */
  readonly name: string;
}

/** Parses the value of --forward. Throws when it is not an HTTP URL; the message does not repeat it, since it may hold a secret. */
export function parseSink(received: string): Sink {
  const url = URL.canParse(received) ? new URL(received) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error('--forward: received another text, expected a URL that begins with http:// or https://.');
  const { username, password, origin } = url;
  const userAndPassword = `${decode(username)}:${decode(password)}`;
  url.username = url.password = '';
  const hasUser = username !== '' || password !== '';
  return {
    url: url.href,
    authorization: hasUser ? `Basic ${Buffer.from(userAndPassword).toString('base64')}` : undefined,
    name: origin,
  };
}

/** A text with a `%` that begins no escape is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
