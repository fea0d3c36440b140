import type { DecodedText } from './decoded-text.ts';
import { isKeyName, isLabelName, isSecretName, isSecretOnlyAsWhole, isValueName } from './secret-names.ts';
import { type SecretRange, secretRange } from './secret-range.ts';
import { endOfBracketed, endOfQuoted, endOfUnquoted, type ValueContext } from './value-end.ts';

/** The object, or the tag, whose members are being scanned. */
interface MemberScope {
  /** Whether a label says that the member `value` is a secret: `"name":"token"`. */
  isSecret: boolean;
  /** The delimiters of `value` members before a label; they are masked if it turns out to be secret. */
  readonly pending: (readonly [at: number, isQuoted: boolean])[];
}

const emptyScope = (): MemberScope => ({ isSecret: false, pending: [] });

/** The most characters of a word in prose that are read. */
const MAX_WORD_LENGTH = 400;
/** The most characters of a label that are read. */
const MAX_LABEL_LENGTH = 200;
/** It matches `:"color","value":`, `="color" value=` and `=color, value=`. */
const hasSiblingValue = /^[^{}<>&\n]*[,"']\s*["']?value["']?\s*[:=]/i;

/** Finds the values of secret names: scans a text once, from left to right, and continues after each value that it masks. */
export class PairScanner {
  readonly secrets: SecretRange[] = [];
  readonly #decoded: DecodedText;
  readonly #text: string;
  /** The end of the current URL, or of the text. */
  #limit = 0;
  #context: ValueContext = 'text';
  /** The earliest start of the next name. */
  #nameStart = 0;
  #maskedEnd = 0;
  /** The last two quotes. */
  #openingQuote = -1;
  #closingQuote = -1;
  #braceDepth = 0;
  readonly #outerScopes: MemberScope[] = [];
  #scope = emptyScope();

  constructor(decoded: DecodedText) {
    this.#decoded = decoded;
    this.#text = decoded.text;
  }

  /** Scans a range of the text; a value in it may reach to `limit`. */
  scan(from: number, to: number, limit: number, context: ValueContext): void {
    this.#limit = limit;
    this.#context = context;
    this.#nameStart = Math.max(context === 'url' ? from : this.#nameStart, this.#maskedEnd); // a form cuts a URL at its first equals sign
    const text = this.#text;
    for (let at = Math.max(from, this.#maskedEnd); at < to; at++) {
      const char = text[at] ?? '';
      if (char === '=' || char === ':') at = this.#readPair(at);
      else if (DELIMITERS.includes(char)) this.#readDelimiter(at, char);
      else continue;
      this.#nameStart = at + 1;
    }
  }

  #readDelimiter(at: number, char: string): void {
    if (char === '"' || char === "'") {
      this.#openingQuote = this.#closingQuote;
      this.#closingQuote = at;
    } else if (char === '{' || char === '<') {
      this.#outerScopes.push(this.#scope);
      this.#scope = emptyScope();
    } else if (char === '}' || char === '>') this.#scope = this.#outerScopes.pop() ?? emptyScope();
    else if (char === '\n' && this.#outerScopes.length === 0) this.#scope = emptyScope();
    if (char === '{') this.#braceDepth++;
    if (char === '}' && this.#braceDepth > 0) this.#braceDepth--;
  }

  /** Reads the pair around an `=` or `:`. Returns the position of the last character that it has read. */
  #readPair(at: number): number {
    const text = this.#text;
    let start = this.#nameStart;
    while (isBlank(text[start])) start++;
    const isQuoted = start >= at;
    if (isQuoted && (this.#openingQuote < 0 || this.#closingQuote !== this.#nameStart - 1)) return at;
    const name = isQuoted ? text.slice(this.#openingQuote + 1, this.#closingQuote) : text.slice(start, at);
    const word = isQuoted ? name : lastWord(name.trimEnd());
    if (this.#isSecret(at, name, word) && (isQuoted || !this.#isProse(at, name))) return this.#maskValue(at, isQuoted);
    if (isValueName(word)) this.#scope.pending.push([at, isQuoted]);
    if (isLabelName(word) && isSecretName(this.#labelAfter(at))) this.#maskPending();
    return at;
  }

  /** Whether the value of a pair is a secret: by its name, by the last word of its name (`user=a token=`), or by a label beside it. */
  #isSecret(at: number, name: string, word: string): boolean {
    const text = this.#text;
    const names = text.startsWith('://', at)
      ? []
      : [name.trimEnd(), text[at] === '=' && name.endsWith(word) ? word : ''];
    const secret = names.find(isSecretName);
    if (!secret) return this.#scope.isSecret && isValueName(word);
    return !(isKeyName(secret) && this.#isLabelOfSibling(at));
  }

  /** Whether a colon is punctuation, as in `The Secret: a film` and `Key: C minor`; it is not in `Stream Key: abc` and in a header. */
  #isProse(at: number, name: string): boolean {
    const text = this.#text;
    if (text[at] !== ':' || this.#outerScopes.length > 0 || this.#context !== 'text') return false;
    if (/(?:authorization|cookie)\s*$/i.test(name)) return false;
    return isSecretOnlyAsWhole(name) || !/^\s*\S+\s*(?:[\r\n&;,]|$)/.test(text.slice(at + 1, at + MAX_WORD_LENGTH));
  }

  /** Whether a `key` is the label of a `value` beside it: `{"key":"color","value":"red"}`. */
  #isLabelOfSibling(at: number): boolean {
    if (this.#outerScopes.length === 0 || this.#context === 'url') return false;
    const next = this.#text.slice(at, at + MAX_LABEL_LENGTH);
    return this.#scope.pending.length > 0 || hasSiblingValue.test(next);
  }

  #labelAfter(at: number): string {
    const next = this.#text.slice(at + 1, at + MAX_LABEL_LENGTH);
    return /^[>\s]*["']?([^"'&,;{}<>\n]*)/.exec(next)?.[1]?.trim() ?? '';
  }

  #maskPending(): void {
    this.#scope.isSecret = true;
    for (const [at, isQuoted] of this.#scope.pending.splice(0))
      if (at >= this.#maskedEnd) this.#maskValue(at, isQuoted);
  }

  /** Masks the value after an `=` or `:`. Returns the position of the last character that it has read. */
  #maskValue(at: number, isQuoted: boolean): number {
    const [start, end] = this.#valueAfter(at, isQuoted);
    if (end <= start) return at;
    this.secrets.push(secretRange(start, end));
    this.#maskedEnd = end;
    return end - 1;
  }

  /** The range of the value after an `=` or `:`; empty for a boolean and for null. */
  #valueAfter(at: number, isQuoted: boolean): [start: number, end: number] {
    const decoded = this.#decoded;
    const text = this.#text;
    const isMember = text[at] === ':';
    let start = at + (text.startsWith('=>', at) ? 2 : 1);
    while (isBlank(text[start]) && (isQuoted || !'\r\n'.includes(text[start] ?? ''))) start++;
    const char = text[start] ?? '-';
    if ('"\''.includes(char)) return [start + 1, endOfQuoted(decoded, start, isMember)];
    const isInMap = this.#braceDepth > 0;
    const inner = '[{'.includes(char) && (isMember || isInMap) ? endOfBracketed(decoded, start, at) : start;
    if (isMember && inner > start) return [start, inner];
    if (isMember && /^(?:true|false|null)\s*[,}\]]/.test(text.slice(start, start + 9))) return [start, start];
    if (isMember && isQuoted) return [start, endOfUnquoted(decoded, start, at, text.length, 'json')];
    return [start, endOfUnquoted(decoded, inner, at, this.#limit, isInMap ? 'map' : this.#context)];
  }
}

const isBlank = (char: string | undefined): boolean => char !== undefined && ' +\t\r\n'.includes(char);

/** The last word of a name: the `token` of `user=a token=`. */
function lastWord(name: string): string {
  let start = name.length;
  while (start > 0 && !' \t+/()|!*`'.includes(name[start - 1] ?? '')) start--;
  return name.slice(start);
}

/** The characters before a name or after a value. */
const DELIMITERS = '&;?#\n\r{}"\'<>,(';
