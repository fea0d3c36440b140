import { colon, MASK, scheme, slash } from './masked.ts';

/** scheme, authority, application, and the rest, which holds the stream key: in plain text, in JSON, percent-encoded. */
const within = new RegExp(
  String.raw`(${scheme})${colon}${slash}${slash}((?:(?!${slash})[^\s"'<>\\?])*)(?:${slash}((?:(?!${slash})[^\s"<>\\?])*))?((?:\\{1,4}\/|[^\s"<>\\])*)`,
  'gi',
);

/** A text that is a URL as a whole: its key may hold anything. */
const whole = new RegExp(String.raw`^\s*(${scheme}):\/\/([^/?\s]*)(?:\/([^/?]*))?(.*)$`, 'is');

/** Text with every URL of a live protocol as `scheme://host/app/***`. */
export function maskLiveUrls(text: string): string {
  const url = whole.exec(text);
  if (url !== null) return masked(url);
  return text.replace(within, (...match) => masked(match));
}

/** A single segment may be the key itself, so it goes too, as does whoever stands before the host. */
function masked([, scheme = '', authority = '', first = '', rest = '']: readonly (string | undefined)[]): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const app = first === '' || rest === '' ? '' : `${first}/`;
  return `${scheme}://${host}/${app}${MASK}`;
}
