/** A comparison of CloudWatch Logs: `$.field = "text"`, `$.field != "text"`, `$.field = 403`, `$.field.inner > 0`. */
const COMPARISON = /^\$\.(\w+(?:\.\w+)*) (=|!=|>) (?:"([^"]*)"|(\d+))$/;

/**
 * Whether a line of JSON matches a filter pattern of CloudWatch Logs. Supports `{ comparison }` and
 * `{ (comparison) && (comparison) }`, and throws on any other pattern. Text equals only text, and a number only a number;
 * `*` matches any characters; a missing field neither equals nor differs from anything.
 */
export function matchesFilterPattern(line: string, pattern: string): boolean {
  const [, inner] = /^\{ (.*) \}$/.exec(pattern) ?? throwUnknownPattern(pattern);
  const parts = inner?.startsWith('(') ? inner.slice(1, -1).split(') && (') : [inner ?? ''];
  return parts.every((part) => matchesComparison(part, line));
}

function matchesComparison(part: string, line: string): boolean {
  const [, field = '', operator, text, number] = COMPARISON.exec(part) ?? throwUnknownPattern(part);
  const value = fieldOf(line, field);
  if (value === undefined) return false;
  if (operator === '>') return typeof value === 'number' && value > Number(number ?? throwUnknownPattern(part));
  const equal = text === undefined ? value === Number(number) : typeof value === 'string' && toRegExp(text).test(value);
  return equal === (operator === '=');
}

/** Returns the value of a field such as `sweep.missing` in a line of JSON; undefined when it is missing. */
export function fieldOf(line: string, field: string): unknown {
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  return field
    .split('.')
    .reduce((value: unknown, name) => (isObject(value) ? value[name] : undefined), JSON.parse(line));
}

const toRegExp = (text: string) =>
  new RegExp(`^${text.split('*').map((piece) => piece.replace(/[$.()|[\]{}+?^\\]/g, '\\$&')).join('.*')}$`, 's'); // biome-ignore format: one expression

function throwUnknownPattern(pattern: string): never {
  throw new Error(`received the pattern ${pattern}, expected one that filter-pattern.ts supports: add it there`);
}
