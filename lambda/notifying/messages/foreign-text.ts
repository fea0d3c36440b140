import { cutChars } from '../../text/cut-chars.ts';
import { escapeChar, escapeUnprintable } from '../../text/escape-unprintable.ts';

/** Breaks what would become a link or a mention, and nobody sees it (U+2060). */
export const WORD_JOINER = '\u2060';

/** Bounds on texts from outside, in characters (code points): together with ours they fit a message of each style. */
export const MAX_APP_CHARS = 64;
export const MAX_NAME_CHARS = 120;
export const MAX_KIND_CHARS = 40;
export const MAX_TEXT_CHARS = 200;

/** What begins a link, a mention or an emoji in some client: `@here`, `a@b.c`, `x://`, `:emoji:`, `//host`, `host.com`, `<!channel>`. */
const breakable = /@|:(?=\S)|<(?=[!@#])|\/(?=\/)|[.\u3002\uff0e\uff61](?=[\p{L}\p{N}])/gu;

/** Letters and signs without a glyph: fillers of Hangul, and the empty Braille pattern. A name of them looks like none. */
const invisible = /[\u115f\u1160\u2800\u3164\uffa0]/gu;

/** A run of combining marks and joiners: more than four are more than a script needs, and cover the lines above and below. */
const surplusMarks = /([\p{M}\u200d]{4})[\p{M}\u200d]+/gu;

/** Makes text from outside harmless in a message: on one line, at most `maxChars` code points before it is broken, and neither a link nor a mention in any client. */
export const toHarmless = (text: string, maxChars: number): string =>
  cutChars(toVisible(text).replace(/\s+/gu, ' ').trim(), maxChars).replace(breakable, (char) => char + WORD_JOINER);

const toVisible = (text: string): string =>
  escapeUnprintable(text).replace(invisible, escapeChar).replace(surplusMarks, '$1');
