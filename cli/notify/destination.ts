import { guessStyle } from '../../lambda/notifying/recipients/guess-style.ts';
import type { Style } from '../../lambda/notifying/recipients/recipient.ts';
import { parseRecipientUrl } from '../../lambda/notifying/recipients/recipient-url.ts';
import { readHidden } from '../../terminal/read-hidden.ts';
import { assertPostable } from './assert-postable.ts';

/** Where notifications go: a mail address, or a URL that is posted to. */
export type Destination =
  | { readonly style: 'mail'; readonly address: string }
  | { readonly style: Exclude<Style, 'mail'>; readonly url: string };

/** In bytes: that of a URL, and more, so that a longer one is refused for its length. */
const MAX_INPUT_BYTES = 4_096;

/** A mail address, as in `ops@example.com`; AWS checks the rest by sending a mail to it. */
const MAIL_ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** The longest address of mail, in characters (RFC 5321). */
const MAX_ADDRESS_LENGTH = 254;

/** Returns the value of `--to`; `-` reads it from a prompt or from standard input, since the URL of a chat is a secret. */
export async function readTo(to: string, name: string): Promise<string> {
  const text = to === '-' ? await readHidden(`URL or mail address of ${name} (not shown): `, MAX_INPUT_BYTES) : to;
  if (text.trim() !== '') return text.trim();
  throw destinationError('nothing');
}

/** Parses a destination, of a chosen style or the one that its URL suggests. Throws, and quotes nothing. */
export function parseDestination(to: string, chosen: Style | undefined, allowPrivate: boolean): Destination {
  if (/\p{Cc}/u.test(to)) throw destinationError('more than one line, or control characters');
  const style = chosen ?? guessStyle(to);
  const isAddress = MAIL_ADDRESS.test(to) && to.length <= MAX_ADDRESS_LENGTH;
  if (style === 'mail') {
    if (isAddress) return { style, address: to };
    throw destinationError('something else than a mail address');
  }
  if (isAddress) throw destinationError(`a mail address for the style ${style}`);
  const url = parseRecipientUrl(to, allowPrivate);
  assertPostable(url, allowPrivate);
  if (style === 'discord' && /\/(slack|github)$/.test(url))
    throw destinationError('a URL of Discord for the messages of another service, at its end');
  return { style, url };
}

const destinationError = (received: string): Error =>
  new Error(
    `--to: received ${received}, expected a URL that begins with https://, a mail address such as ops@example.com, or - to read one of them from a prompt or standard input.`,
  );

/** Returns a URL without what may be secret in it, such as `https://hooks.slack.com/***`. */
export const maskUrl = (url: string): string => `${new URL(url).origin}/***`;
