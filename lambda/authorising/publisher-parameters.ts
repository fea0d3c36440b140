import { isObject } from '../hook/field-values.ts';
import type { Json } from '../stream/values.ts';
import { parseObject } from './parse-object.ts';

/** A parameter of a publisher's URL. Its value is a text, except in an object. */
export type Parameter = readonly [name: string, value: Json];

/**
 * Reads the field `queryParams`; undefined for a value that can hold no parameters. It is a map as Java prints it, which does
 * not quote anything. The forms that the media server was seen to send, in 2.4.3 to 2.17.1:
 *
 * | URL of the publisher                 | queryParams                                        |
 * |--------------------------------------|----------------------------------------------------|
 * | `cam-1`, `cam-1?flag`, `cam-1?k=`    | absent                                             |
 * | `cam-1?x=y&token=KEY`                | `{x=y, token=KEY}`, in any order                   |
 * | `cam-1?token=Zm9v=`                  | `{token=Zm9v}`: cut at the second `=`              |
 * | `cam-1?b=x%20y+z&c=%C3%A9`           | `{b=x%20y+z, c=%C3%A9}`: nothing is decoded        |
 * | `cam-1?metaData={"k":1}`             | `{metaData={"k":1}}`                               |
 * | `cam-1/KEY`                          | `{streamName=cam-1, token=KEY}`                    |
 * | `cam-1/KEY/SUBSCRIBER/CODE`          | `{subscriberId=SUBSCRIBER, subscriberCode=CODE, streamName=cam-1, token=KEY}` |
 * | `cam-1?action=vodReady&id=cam-2`     | `{action=vodReady, id=cam-2}`: forged hooks        |
 */
export function readPublisherParameters(value: Json = {}): readonly Parameter[] | undefined {
  if (isObject(value)) return Object.entries(value);
  return typeof value === 'string' ? parseParameters(value.trim()) : undefined;
}

/**
 * Parses a text in each way in which it can be read, so that no name is missed: `{x=a, id=b}` may be one parameter or two, and a
 * map whose names and values hold quotes may look like JSON: `{"a":"c=1, id=cam-2, o=2"}`.
 *
 * Whatever the other names and values hold, a name of the media server's map is found: the text has it directly behind the first
 * brace or behind `, `, and `=` directly behind it, and there it is split. A `streamName` may seem to be the stream's id though,
 * where the id with `, ` or `&` and more behind it was sent: such a text is also that of the map with several parameters.
 */
function parseParameters(text: string): readonly Parameter[] | undefined {
  const parameters = readingsOf(text).flat();
  return parameters.length === 0 && /[^\s{}]/.test(text) ? undefined : parameters;
}

/** A text without braces was never seen: it is read as the query of a URL. */
function readingsOf(text: string): readonly (readonly Parameter[])[] {
  if (!text.startsWith('{')) return [splitParameters(text.replace(/^\?/, ''), querySeparator)];
  const content = text.slice(1).replace(/\}$/, '');
  const asQuery = content.includes('&') ? splitParameters(content, querySeparator) : [];
  return [splitParameters(content, mapSeparator), asQuery, Object.entries(parseObject(text) ?? {})];
}

/** Between two separators a text without `=` continues the value before it, since a name without a value is never sent. */
const mapSeparator = /, (?=(?:(?!, )[^=])*=)/;
const querySeparator = /(?:, |&)(?=(?:(?!, |&)[^=])*=)/;

const splitParameters = (content: string, separator: RegExp): Parameter[] =>
  content.split(separator).flatMap((piece): Parameter[] => {
    const end = piece.indexOf('=');
    return end < 0 ? [] : [[piece.slice(0, end), piece.slice(end + 1)]];
  });
