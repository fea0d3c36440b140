/** Defines how one setting is read from text. */
export interface SettingDefinition<T> {
  /** The default, as text. */
  readonly default: string;
  /** A description of the accepted values, for messages. */
  readonly expected: string;
  /** Returns the value, or undefined when the text is invalid. */
  readonly parse: (text: string) => T | undefined;
  /** Converts a JSON value to text; undefined when it cannot be this setting. @default plainText */
  readonly toText?: (json: unknown) => string | undefined;
}

/** Converts text, a number or a boolean to text; undefined for any other JSON value. */
export function plainText(json: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof json) ? String(json) : undefined;
}

/** Whether a JSON value is an object, not a list. */
export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** A whole number from `min` to `max`. */
export function wholeNumber(defaultValue: number, min: number, max: number): SettingDefinition<number> {
  return {
    default: String(defaultValue),
    expected: `a whole number from ${min} to ${max}`,
    parse: (text) => (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
  };
}

/** One of several words, each with its value. */
export function oneOf<T>(defaultWord: string, values: ReadonlyMap<string, T>): SettingDefinition<T> {
  return {
    default: defaultWord,
    expected: `one of ${[...values.keys()].join(', ')}`,
    parse: (text) => values.get(text),
  };
}

/** One of several words, of which the first is the default. */
export const oneWordOf = <T extends string>(words: readonly [T, ...T[]]): SettingDefinition<T> =>
  oneOf(words[0], new Map(words.map((word) => [word, word])));

const booleans = new Map([['true', true], ['false', false]]); // biome-ignore format: a table

export const offByDefault: SettingDefinition<boolean> = oneOf('false', booleans);

export const onByDefault: SettingDefinition<boolean> = oneOf('true', booleans);

/** Text that matches a pattern, or is the default. */
export function matchingText(pattern: RegExp, expected: string, defaultText = ''): SettingDefinition<string> {
  return {
    default: defaultText,
    expected,
    parse: (text) => (text === defaultText || pattern.test(text) ? text : undefined),
  };
}

/** Comma-separated items, or a list in JSON; empty by default. `parseItems` receives them trimmed. */
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

/** Joins items with commas; undefined when one is undefined or contains a comma. */
export function joinItems(items: readonly (string | undefined)[]): string | undefined {
  return items.every((item) => item !== undefined && !item.includes(',')) ? items.join(',') : undefined;
}
