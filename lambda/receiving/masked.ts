/** What stands where a secret stood. */
export const MASK = '***';

/** What secrets are called, wherever in a name; a code only at its end. */
export const secret = 'token|secret|passw|jwt';
export const code = 'codes?';
/** Protocols whose URLs hold a stream key. */
export const scheme = 'rtmps?|rtsp|srt';

// A slash, a colon, an equals sign, a quote and blanks, as they stand in plain text, in JSON inside of text, and percent-encoded.
export const percent = '%(?:25){0,3}';
export const slash = String.raw`(?:\\{0,4}\/|(?:${percent}5C){0,4}${percent}2F)`;
export const colon = `(?::|${percent}3A)`;
/** Gson, which the media server writes JSON with, writes it by its number. */
export const equals = String.raw`(?:\\{0,8}=|\\{1,8}u003d|${percent}3D)`;
export const quote = String.raw`(?:\\{0,4}["']|(?:${percent}5C){0,4}${percent}2[27])`;
export const blank = String.raw`(?:\s|\+|${percent}20){0,8}`;
