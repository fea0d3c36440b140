import type { DecodedText } from './decoded-text.ts';
import type { UrlRange } from './find-urls.ts';
import { isKeyName, isLabelName, isSecretName, isSecretOnlyAsWhole, isValueName } from './secret-names.ts';
import { type SecretRange, secretRange } from './secret-range.ts';
import { endOfBracketed, endOfQuoted, endOfUnquoted, type ValueContext } from './value-end.ts';

/**
 * The secret values in a text of what stands behind a name and `=` or `:`: in queries, JSON, maps of Java, attributes, prose;
 * or in its URLs alone.
 */
export function findPairSecrets(view: DecodedText, urls: readonly UrlRange[], includesText: boolean): SecretRange[] {
  const scan = new PairScanner(view);
  const { length } = view.text;
  let from = 0;
  for (const { start, rest, end } of urls) {
    if (includesText) scan.scan(from, start, length, 'text');
    scan.scan(rest + authorityLength(view.text.slice(rest, end)), end, end, 'url');
    from = end;
  }
  if (includesText) scan.scan(from, length, length, 'text');
  return scan.secrets;
}

/** `user:password@auth:8080` */
const authority = /^(?:[^/?#\s]*@)?[\w.-]+(?::\d{1,5})?(?=[/?#,\s]|$)/;

/** How much of a URL's rest stands before its path: a host and its port are no pair. */
const authorityLength = (rest: string): number => authority.exec(rest)?.[0].length ?? 0;

/** What is known of the object, or the tag, whose members are read. */
interface ObjectScope {
  /** One of them says that what stands under `value` is a secret. */
  isSecret: boolean;
  /** Where the delimiters of those stand that may turn out to be one, and whether their names are quoted. */
  readonly pendingValues: (readonly [at: number, isQuoted: boolean])[];
}

const emptyScope = (): ObjectScope => ({ isSecret: false, pendingValues: [] });

/** How far a word in running text is looked at. */
const MAX_WORD_LENGTH = 400;
/** How far a label is looked at. */
const MAX_LABEL_LENGTH = 200;
/** `:"color","value":`, `="color" value=`, `=color, value=` */
const hasSiblingValue = /^[^{}<>&\n]*[,"']\s*["']?value["']?\s*[:=]/i;

class PairScanner {
  readonly secrets: SecretRange[] = [];
  readonly #decoded: DecodedText;
  /** Where the URL ends that is read, else the text. */
  #limit = 0;
  #context: ValueContext = 'text';
  /** Where the text starts that may be a name. */
  #nameStart = 0;
  #maskedEnd = 0;
  /** Where the last two quotes stand. */
  #openingQuote = -1;
  #closingQuote = -1;
  #braceDepth = 0;
  readonly #outerScopes: ObjectScope[] = [];
  #scope = emptyScope();

  constructor(view: DecodedText) {
    this.#decoded = view;
  }

  scan(from: number, to: number, limit: number, around: ValueContext): void {
    this.#limit = limit;
    this.#context = around;
    this.#nameStart = Math.max(around === 'url' ? from : this.#nameStart, this.#maskedEnd); // a form cuts a URL at its first equals sign
    const { text } = this.#decoded;
    for (let at = Math.max(from, this.#maskedEnd); at < to; at++) {
      const char = text[at] ?? '';
      if (char === '=' || char === ':') at = this.#readAssignment(at);
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

  /** Takes what stands before and behind an `=` or a `:`; where to go on behind. */
  #readAssignment(at: number): number {
    const { text } = this.#decoded;
    let start = this.#nameStart;
    while (isBlank(text[start])) start++;
    const isQuoted = start >= at;
    if (isQuoted && (this.#openingQuote < 0 || this.#closingQuote !== this.#nameStart - 1)) return at;
    const name = isQuoted ? text.slice(this.#openingQuote + 1, this.#closingQuote) : text.slice(start, at);
    const word = isQuoted ? name : lastWord(name.trimEnd());
    const names = text.startsWith('://', at)
      ? []
      : [name.trimEnd(), text[at] === '=' && name.endsWith(word) ? word : ''];
    const secret = names.find(isSecretName);
    const hides = secret
      ? !(isKeyName(secret) && this.#isLabelOfSibling(at))
      : this.#scope.isSecret && isValueName(word);
    if (hides && (isQuoted || !this.#isProse(at, name))) return this.#maskValue(at, isQuoted);
    if (isValueName(word)) this.#scope.pendingValues.push([at, isQuoted]);
    if (isLabelName(word) && isSecretName(this.#labelAfter(at))) this.#maskPendingValues();
    return at;
  }

  /** `The Secret: a film`, `Key: C minor`: in running text a colon is one of a pair before a single word, and before all of a header. */
  #isProse(at: number, name: string): boolean {
    const { text } = this.#decoded;
    if (text[at] !== ':' || this.#outerScopes.length > 0 || this.#context !== 'text') return false;
    if (/(?:authorization|cookie)\s*$/i.test(name)) return false;
    return isSecretOnlyAsWhole(name) || !/^\s*\S+\s*(?:[\r\n&;,]|$)/.test(text.slice(at + 1, at + MAX_WORD_LENGTH));
  }

  /** `{"key":"color","value":"red"}` */
  #isLabelOfSibling(at: number): boolean {
    if (this.#outerScopes.length === 0 || this.#context === 'url') return false;
    return (
      this.#scope.pendingValues.length > 0 || hasSiblingValue.test(this.#decoded.text.slice(at, at + MAX_LABEL_LENGTH))
    );
  }

  #labelAfter(at: number): string {
    const behind = /^[>\s]*["']?([^"'&,;{}<>\n]*)/.exec(this.#decoded.text.slice(at + 1, at + MAX_LABEL_LENGTH));
    return behind?.[1]?.trim() ?? '';
  }

  #maskPendingValues(): void {
    this.#scope.isSecret = true;
    for (const [at, isQuoted] of this.#scope.pendingValues.splice(0))
      if (at >= this.#maskedEnd) this.#maskValue(at, isQuoted);
  }

  /** Masks what stands behind a delimiter; where to go on behind. */
  #maskValue(at: number, isQuoted: boolean): number {
    const [start, end] = this.#valueAfter(at, isQuoted);
    if (end <= start) return at;
    this.secrets.push(secretRange(start, end));
    this.#maskedEnd = end;
    return end - 1;
  }

  /** From where to where a value goes; nowhere for what is no text and no number. */
  #valueAfter(at: number, isQuoted: boolean): [number, number] {
    const view = this.#decoded;
    const { text } = view;
    const isMember = text[at] === ':';
    let start = at + (text.startsWith('=>', at) ? 2 : 1);
    while (isBlank(text[start]) && (isQuoted || !'\r\n'.includes(text[start] ?? ''))) start++;
    const char = text[start] ?? '-';
    if ('"\''.includes(char)) return [start + 1, endOfQuoted(view, start, isMember)];
    const isInMap = this.#braceDepth > 0;
    const inner = '[{'.includes(char) && (isMember || isInMap) ? endOfBracketed(view, start, at) : start;
    if (isMember && inner > start) return [start, inner];
    if (isMember && /^(?:true|false|null)\s*[,}\]]/.test(text.slice(start, start + 9))) return [start, start];
    if (isMember && isQuoted) return [start, endOfUnquoted(view, start, at, text.length, 'json')];
    return [start, endOfUnquoted(view, inner, at, this.#limit, isInMap ? 'map' : this.#context)];
  }
}

const isBlank = (char: string | undefined): boolean => char !== undefined && ' +\t\r\n'.includes(char);

/** The last of the words before an `=`, if it stands right before it. */
function lastWord(name: string): string {
  let start = name.length;
  while (start > 0 && !' \t+/()|!*`'.includes(name[start - 1] ?? '')) start--;
  return name.slice(start);
}

/** What a name or a value may stand between. */
const DELIMITERS = '&;?#\n\r{}"\'<>,(';
