/** A comparison, as CloudWatch Logs writes it: `$.field = "text"`, `$.field != "text"`, `$.field = 403`. */
const comparison = /^\$\.(\w+) (=|!=) (?:"([^"]*)"|(\d+))$/;

/**
 * Whether a line of JSON is of a pattern, as CloudWatch Logs has it, for the little of its language that is used here:
 * `{ comparison }` and `{ (comparison) && (comparison) }`. Text equals text alone and a number a number alone; `*` stands
 * for any characters; a field that is missing equals nothing, and differs from nothing. Throws on any other pattern.
 */
export function isOfPattern(line: string, pattern: string): boolean {
  const [, inner] = /^\{ (.*) \}$/.exec(pattern) ?? unknown(pattern);
  const parts = inner?.startsWith('(') ? inner.slice(1, -1).split(') && (') : [inner ?? ''];
  const fields: Record<string, unknown> = JSON.parse(line);
  return parts.every((part) => holds(part, fields));
}

function holds(part: string, fields: Record<string, unknown>): boolean {
  const [, field = '', operator, text, number] = comparison.exec(part) ?? unknown(part);
  const value = fields[field];
  if (value === undefined) return false;
  const equal =
    text === undefined ? value === Number(number) : typeof value === 'string' && wildcards(text).test(value);
  return equal === (operator === '=');
}

const wildcards = (text: string) =>
  new RegExp(`^${text.split('*').map((piece) => piece.replace(/[$.()|[\]{}+?^\\]/g, '\\$&')).join('.*')}$`, 's'); // biome-ignore format: one expression

function unknown(pattern: string): never {
  throw new Error(`received the pattern ${pattern}, expected one that filter-pattern.ts knows: teach it`);
}
