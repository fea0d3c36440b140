/** A comparison of CloudWatch Logs: `$.field = "text"`, `$.field != "text"`, `$.field = 403`. */
const COMPARISON = /^\$\.(\w+) (=|!=) (?:"([^"]*)"|(\d+))$/;

/**
 * Whether a line of JSON matches a filter pattern of CloudWatch Logs. Supports `{ comparison }` and
 * `{ (comparison) && (comparison) }`, and throws on any other pattern. Text equals only text, and a number only a number;
 * `*` matches any characters; a missing field neither equals nor differs from anything.
 */
export function matchesFilterPattern(line: string, pattern: string): boolean {
  const [, inner] = /^\{ (.*) \}$/.exec(pattern) ?? throwUnknownPattern(pattern);
  const parts = inner?.startsWith('(') ? inner.slice(1, -1).split(') && (') : [inner ?? ''];
  const fields: Record<string, unknown> = JSON.parse(line);
  return parts.every((part) => matchesComparison(part, fields));
}

function matchesComparison(part: string, fields: Record<string, unknown>): boolean {
  const [, field = '', operator, text, number] = COMPARISON.exec(part) ?? throwUnknownPattern(part);
  const value = fields[field];
  if (value === undefined) return false;
  const equal = text === undefined ? value === Number(number) : typeof value === 'string' && toRegExp(text).test(value);
  return equal === (operator === '=');
}

const toRegExp = (text: string) =>
  new RegExp(`^${text.split('*').map((piece) => piece.replace(/[$.()|[\]{}+?^\\]/g, '\\$&')).join('.*')}$`, 's'); // biome-ignore format: one expression

function throwUnknownPattern(pattern: string): never {
  throw new Error(`received the pattern ${pattern}, expected one that filter-pattern.ts supports: add it there`);
}
