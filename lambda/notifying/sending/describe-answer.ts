import { cutChars } from '../../text/cut-chars.ts';
import { escapeUnprintable } from '../../text/escape-unprintable.ts';

/** What is shown of the body of an answer, in characters. */
const MAX_CHARS = 200;

/** A shorter part of a URL is no secret, and may be a word of the answer. */
const MIN_SECRET_CHARS = 6;

/**
 * Describes an answer, safe to print: its status, and of one that is no success what its body says, such as `answered 404: no_team`.
 * A body may repeat the URL that was posted to: its parts are `***`.
 */
export function describeAnswer(status: number, body: string, url: string): string {
  if (status >= 300 && status < 400) return `answered ${status} (redirects are not followed)`;
  const text =
    status < 300 ? '' : cutChars(escapeUnprintable(maskParts(body, url).replace(/\s+/gu, ' ').trim()), MAX_CHARS);
  return text === '' ? `answered ${status}` : `answered ${status}: ${text}`;
}

function maskParts(body: string, url: string): string {
  const { pathname, search } = new URL(url);
  const encoded = [`${pathname}${search}`, pathname, search, ...`${pathname}${search}`.split(/[/?&=]/)];
  const parts = [...encoded, ...encoded.map(decode)].filter((part) => part.length >= MIN_SECRET_CHARS);
  const longestFirst = [...new Set(parts)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((text, part) => text.replaceAll(part, '***'), body);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
