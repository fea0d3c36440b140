/** How one setting is read from text. */
export interface SettingDefinition<T> {
  /** What counts when it is not set, as it would be typed. */
  readonly default: string;
  /** What is accepted, in words. */
  readonly expected: string;
  /** The value, or undefined when the text is not accepted. */
  readonly parse: (text: string) => T | undefined;
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
export function wholeNumber(defaultValue: number, min: number, max: number): SettingDefinition<number> {
  return {
    default: String(defaultValue),
    expected: `a whole number from ${min} to ${max}`,
    parse: (text) => (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
  };
}

/** One of a few words, each for a value. */
export function oneOf<T>(defaultWord: string, values: ReadonlyMap<string, T>): SettingDefinition<T> {
  return {
    default: defaultWord,
    expected: `one of ${[...values.keys()].join(', ')}`,
    parse: (text) => values.get(text),
  };
}

/** One of a few words, the first of them by default. */
export const oneWordOf = <T extends string>(words: readonly [T, ...T[]]): SettingDefinition<T> =>
  oneOf(words[0], new Map(words.map((word) => [word, word])));

const booleans = new Map([['true', true], ['false', false]]); // biome-ignore format: a table

/** Off unless it is switched on. */
export const offByDefault: SettingDefinition<boolean> = oneOf('false', booleans);

/** On unless it is switched off. */
export const onByDefault: SettingDefinition<boolean> = oneOf('true', booleans);

/** Text of a form; what counts by default need not be of it. */
export function matchingText(pattern: RegExp, expected: string, defaultText = ''): SettingDefinition<string> {
  return {
    default: defaultText,
    expected,
    parse: (text) => (text === defaultText || pattern.test(text) ? text : undefined),
  };
}

/** What is typed with commas between, or a list in JSON; none by default. `read` gets each without the spaces around it. */
export function commaSeparated<T>(
  expected: string,
  parseItems: (items: readonly string[]) => T | undefined,
): SettingDefinition<T> {
  return {
    default: '',
    expected,
    parse: (text) => parseItems(text.trim() === '' ? [] : text.split(',').map((item) => item.trim())),
    toText: (json) => (Array.isArray(json) ? joinItems(json.map(plainText)) : plainText(json)),
  };
}

/** Items with commas between; undefined when one is none, or has a comma itself. */
export function joinItems(items: readonly (string | undefined)[]): string | undefined {
  return items.every((item) => item !== undefined && !item.includes(',')) ? items.join(',') : undefined;
}
