/** How one setting is read from text. */
export interface Setting<T> {
  /** What counts when it is not set, as it would be typed. */
  readonly default: string;
  /** What is accepted, in words. */
  readonly expected: string;
  /** The value, or undefined when the text is not accepted. */
  readonly read: (text: string) => T | undefined;
  /** What JSON holds, as it would be typed; undefined when it can be no such setting. @default plainText */
  readonly toText?: (json: unknown) => string | undefined;
}

/** Text, a number or a boolean, as it would be typed; undefined for whatever else JSON can hold. */
export function plainText(json: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof json) ? String(json) : undefined;
}

/** Whether JSON holds an object, not a list. */
export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** A whole number within bounds, both included. */
export function wholeNumber(byDefault: number, least: number, most: number): Setting<number> {
  return {
    default: String(byDefault),
    expected: `a whole number from ${least} to ${most}`,
    read: (text) => (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
  };
}

/** One of a few words, each for a value. */
export function oneOf<T>(byDefault: string, values: ReadonlyMap<string, T>): Setting<T> {
  return {
    default: byDefault,
    expected: `one of ${[...values.keys()].join(', ')}`,
    read: (text) => values.get(text),
  };
}

/** One of a few words, the first of them by default. */
export const oneWord = <T extends string>(words: readonly [T, ...T[]]): Setting<T> =>
  oneOf(words[0], new Map(words.map((word) => [word, word])));

const switched = new Map([['true', true], ['false', false]]); // biome-ignore format: a table

/** Off unless it is switched on. */
export const flag: Setting<boolean> = oneOf('false', switched);

/** On unless it is switched off. */
export const flagOn: Setting<boolean> = oneOf('true', switched);

/** Text of a form; what counts by default need not be of it. */
export function textOf(form: RegExp, expected: string, byDefault = ''): Setting<string> {
  return { default: byDefault, expected, read: (text) => (text === byDefault || form.test(text) ? text : undefined) };
}

/** What is typed with commas between, or a list in JSON; none by default. `read` gets each without the spaces around it. */
export function listOf<T>(expected: string, read: (items: readonly string[]) => T | undefined): Setting<T> {
  return {
    default: '',
    expected,
    read: (text) => read(text.trim() === '' ? [] : text.split(',').map((item) => item.trim())),
    toText: (json) => (Array.isArray(json) ? joined(json.map(plainText)) : plainText(json)),
  };
}

/** Items with commas between; undefined when one is none, or has a comma itself. */
export function joined(items: readonly (string | undefined)[]): string | undefined {
  return items.every((item) => item !== undefined && !item.includes(',')) ? items.join(',') : undefined;
}
