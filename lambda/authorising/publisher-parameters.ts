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
  return typeof value === 'string' ? parseParameters(value) : undefined;
}

/**
 * Parses a text so that no name that any reading of it has is missed: `{x=a, id=b}` may be one parameter or two, and here it is
 * two. Between `, ` and the next one a text without `=` continues the value before it, since a name without a value is never sent.
 */
function parseParameters(text: string): readonly Parameter[] | undefined {
  const object = parseObject(text);
  if (object) return Object.entries(object);
  const parameters: [name: string, value: string][] = [];
  for (const piece of contentOf(text).split(', ')) {
    const end = piece.indexOf('=');
    const previous = parameters.at(-1);
    if (end >= 0) parameters.push([piece.slice(0, end), piece.slice(end + 1)]);
    else if (previous) previous[1] += `, ${piece}`;
  }
  return parameters.length === 0 && /[^\s{}]/.test(text) ? undefined : parameters;
}

/** Returns a map's text without its braces. A text without them was never seen: it is read as the query of a URL. */
function contentOf(text: string): string {
  if (text.startsWith('{')) return text.slice(1).replace(/\}$/, '');
  return text.replace(/^\?/, '').replaceAll('&', ', ');
}
