import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../json-fields.ts';

/** Where the value of a key stands in a text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const TWICE = 'The settings: received a key twice, expected each once: they cannot be changed safely.';

/** The parts of JSON: texts, signs, and everything else. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Replaces values of an object in its JSON text, and leaves every other byte as it is: the order of the keys, numbers as they are
 * written, and blanks. Throws, without quoting the text, when it has a key twice, or lacks one of these.
 */
export function replaceValues(text: string, changes: JsonObject): string {
  const document: unknown = JSON.parse(text);
  const spans = findSpans(text);
  const ordered = Object.entries(changes)
    .map(([key, value]) => ({ key, value, span: spans.get(key) }))
    .sort((a, b) => (b.span?.start ?? 0) - (a.span?.start ?? 0)); // from the end: what stands before does not move
  let replaced = text;
  for (const { key, value, span } of ordered) {
    if (span === undefined) throw new Error(`The settings: received none named ${key}, expected one to change.`);
    replaced = `${replaced.slice(0, span.start)}${JSON.stringify(value)}${replaced.slice(span.end)}`;
  }
  if (!isJsonObject(document) || !isDeepStrictEqual(JSON.parse(replaced), { ...document, ...changes }))
    throw new Error(TWICE);
  return replaced;
}

/** Finds the values of the outermost object of a text that is JSON. */
function findSpans(text: string): Map<string, Span> {
  const spans = new Map<string, Span>();
  let depth = 0;
  let key: string | undefined;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '}' || token === ']') depth--;
    if (depth === 1 && token === ',') key = undefined;
    else if (depth === 1 && key === undefined && token.startsWith('"')) {
      key = String(JSON.parse(token));
      if (spans.has(key)) throw new Error(TWICE);
    } else if (depth > 0 && key !== undefined && !(depth === 1 && token === ':'))
      spans.set(key, { start: spans.get(key)?.start ?? index, end: index + token.length });
    if (token === '{' || token === '[') depth++;
  }
  return spans;
}
