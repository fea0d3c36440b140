/** How one setting is read from text. */
export interface Setting<T> {
  /** What counts when it is not set, as it would be typed. */
  readonly default: string;
  /** What is accepted, in words. */
  readonly expected: string;
  /** The value, or undefined when the text is not accepted. */
  readonly read: (text: string) => T | undefined;
}

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

const switched = new Map([['true', true], ['false', false]]); // biome-ignore format: a table

/** Off unless it is switched on. */
export const flag: Setting<boolean> = oneOf('false', switched);

/** On unless it is switched off. */
export const flagOn: Setting<boolean> = oneOf('true', switched);

/** Text of a form; what counts by default need not be of it. */
export function textOf(form: RegExp, expected: string, byDefault = ''): Setting<string> {
  return { default: byDefault, expected, read: (text) => (text === byDefault || form.test(text) ? text : undefined) };
}

/** What is typed with commas between; none by default. `read` gets each without the spaces around it. */
export function listOf<T>(expected: string, read: (items: readonly string[]) => T | undefined): Setting<T> {
  return {
    default: '',
    expected,
    read: (text) => read(text.trim() === '' ? [] : text.split(',').map((item) => item.trim())),
  };
}
