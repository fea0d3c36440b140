/** A non-breaking space. */
const NBSP = '\u00a0';

/** Keeps a value and its unit on one line. */
export const noBreak = (value: string): string => value.replaceAll(' ', NBSP);

/** Keeps a day on one line with its month, and a clock with its zone: `20 Nov 12:00:00 UTC` has one place to break. */
export const noBreakTime = (time: string): string => time.replaceAll(/ (?=[A-Z])/g, NBSP);

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** A number for narrow places: exact below 10 000, then such as `12K`. */
export const compactNumber = (value: number): number | string => (value < 10_000 ? value : compact.format(value));
