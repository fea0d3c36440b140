/** What stands where a secret stood. */
export const MASK = '***';

// A slash, a colon, an equals sign and a quote, as they stand in plain text, in JSON inside of text, and percent-encoded.
export const slash = String.raw`(?:\\{0,4}\/|(?:%(?:25){0,3}5C){0,4}%(?:25){0,3}2F)`;
export const colon = '(?::|%(?:25){0,3}3A)';
export const equals = '(?:=|%(?:25){0,3}3D)';
export const quote = String.raw`(?:\\{0,4}["']|(?:%(?:25){0,3}5C){0,4}%(?:25){0,3}2[27])`;
export const blank = String.raw`(?:\s|\+|%(?:25){0,3}20){0,8}`;
