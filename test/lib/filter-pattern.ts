/** A comparison, as CloudWatch Logs writes it: `$.field = "text"`, `$.field != "text"`, `$.field = 403`. */
const COMPARISON = /^\$\.(\w+) (=|!=) (?:"([^"]*)"|(\d+))$/;

/**
 * Whether a line of JSON is of a pattern, as CloudWatch Logs has it, for the little of its language that is used here:
 * `{ comparison }` and `{ (comparison) && (comparison) }`. Text equals text alone and a number a number alone; `*` stands
 * for any characters; a field that is missing equals nothing, and differs from nothing. Throws on any other pattern.
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
  throw new Error(`received the pattern ${pattern}, expected one that filter-pattern.ts knows: teach it`);
}
