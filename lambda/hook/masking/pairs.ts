import { isKey, isLabel, isLabelled, isSecretName, isWholeName } from './secret-names.ts';
import { maskOf, type Span } from './spans.ts';
import type { Url } from './urls.ts';
import { type Around, endOfBracketed, endOfPair, endOfQuoted } from './value-end.ts';
import type { View } from './views.ts';

/**
 * The secret values in a text of what stands behind a name and `=` or `:`: in queries, JSON, maps of Java, attributes, prose;
 * or in its URLs alone.
 */
export function findPairs(view: View, urls: readonly Url[], isAll: boolean): Span[] {
  const scan = new PairScan(view);
  const { length } = view.text;
  let from = 0;
  for (const { start, rest, end } of urls) {
    if (isAll) scan.run(from, start, length, 'text');
    scan.run(rest + authorityOf(view.text.slice(rest, end)), end, end, 'url');
    from = end;
  }
  if (isAll) scan.run(from, length, length, 'text');
  return scan.spans;
}

/** `user:password@auth:8080` */
const authority = /^(?:[^/?#\s]*@)?[\w.-]+(?::\d{1,5})?(?=[/?#,\s]|$)/;

/** How much of a URL's rest stands before its path: a host and its port are no pair. */
const authorityOf = (rest: string): number => authority.exec(rest)?.[0].length ?? 0;

/** What is known of the object, or the tag, whose members are read. */
interface Members {
  /** One of them says that what stands under `value` is a secret. */
  hides: boolean;
  /** Where the delimiters of those stand that may turn out to be one, and whether their names are quoted. */
  readonly values: (readonly [at: number, isQuoted: boolean])[];
}

const noMembers = (): Members => ({ hides: false, values: [] });

/** How far a word in running text is looked at. */
const MAX_WORD = 400;
/** How far a label is looked at. */
const MAX_LABEL = 200;
/** `:"color","value":`, `="color" value=`, `=color, value=` */
const isBesideValue = /^[^{}<>&\n]*[,"']\s*["']?value["']?\s*[:=]/i;

class PairScan {
  readonly spans: Span[] = [];
  readonly #view: View;
  /** Where the URL ends that is read, else the text. */
  #limit = 0;
  #around: Around = 'text';
  /** Where the text starts that may be a name. */
  #start = 0;
  #masked = 0;
  /** Where the last two quotes stand. */
  #opening = -1;
  #closing = -1;
  #braces = 0;
  readonly #enclosing: Members[] = [];
  #members = noMembers();

  constructor(view: View) {
    this.#view = view;
  }

  run(from: number, to: number, limit: number, around: Around): void {
    this.#limit = limit;
    this.#around = around;
    this.#start = Math.max(around === 'url' ? from : this.#start, this.#masked); // a form cuts a URL at its first equals sign
    const { text } = this.#view;
    for (let at = Math.max(from, this.#masked); at < to; at++) {
      const char = text[at] ?? '';
      if (char === '=' || char === ':') at = this.#assign(at);
      else if (DELIMITERS.includes(char)) this.#delimit(at, char);
      else continue;
      this.#start = at + 1;
    }
  }

  #delimit(at: number, char: string): void {
    if (char === '"' || char === "'") {
      this.#opening = this.#closing;
      this.#closing = at;
    } else if (char === '{' || char === '<') {
      this.#enclosing.push(this.#members);
      this.#members = noMembers();
    } else if (char === '}' || char === '>') this.#members = this.#enclosing.pop() ?? noMembers();
    else if (char === '\n' && this.#enclosing.length === 0) this.#members = noMembers();
    if (char === '{') this.#braces++;
    if (char === '}' && this.#braces > 0) this.#braces--;
  }

  /** Takes what stands before and behind an `=` or a `:`; where to go on behind. */
  #assign(at: number): number {
    const { text } = this.#view;
    let start = this.#start;
    while (isBlank(text[start])) start++;
    const isQuoted = start >= at;
    if (isQuoted && (this.#opening < 0 || this.#closing !== this.#start - 1)) return at;
    const name = isQuoted ? text.slice(this.#opening + 1, this.#closing) : text.slice(start, at);
    const word = isQuoted ? name : lastWord(name.trimEnd());
    const names = text.startsWith('://', at)
      ? []
      : [name.trimEnd(), text[at] === '=' && name.endsWith(word) ? word : ''];
    const secret = names.find(isSecretName);
    const hides = secret ? !(isKey(secret) && this.#isLabelOfValue(at)) : this.#members.hides && isLabelled(word);
    if (hides && (isQuoted || !this.#isProse(at, name))) return this.#mask(at, isQuoted);
    if (isLabelled(word)) this.#members.values.push([at, isQuoted]);
    if (isLabel(word) && isSecretName(this.#labelBehind(at))) this.#hideValues();
    return at;
  }

  /** `The Secret: a film`, `Key: C minor`: in running text a colon is one of a pair before a single word, and before all of a header. */
  #isProse(at: number, name: string): boolean {
    const { text } = this.#view;
    if (text[at] !== ':' || this.#enclosing.length > 0 || this.#around !== 'text') return false;
    if (/(?:authorization|cookie)\s*$/i.test(name)) return false;
    return isWholeName(name) || !/^\s*\S+\s*(?:[\r\n&;,]|$)/.test(text.slice(at + 1, at + MAX_WORD));
  }

  /** `{"key":"color","value":"red"}` */
  #isLabelOfValue(at: number): boolean {
    if (this.#enclosing.length === 0 || this.#around === 'url') return false;
    return this.#members.values.length > 0 || isBesideValue.test(this.#view.text.slice(at, at + MAX_LABEL));
  }

  #labelBehind(at: number): string {
    const behind = /^[>\s]*["']?([^"'&,;{}<>\n]*)/.exec(this.#view.text.slice(at + 1, at + MAX_LABEL));
    return behind?.[1]?.trim() ?? '';
  }

  #hideValues(): void {
    this.#members.hides = true;
    for (const [at, isQuoted] of this.#members.values.splice(0)) if (at >= this.#masked) this.#mask(at, isQuoted);
  }

  /** Masks what stands behind a delimiter; where to go on behind. */
  #mask(at: number, isQuoted: boolean): number {
    const [start, end] = this.#valueBehind(at, isQuoted);
    if (end <= start) return at;
    this.spans.push(maskOf(start, end));
    this.#masked = end;
    return end - 1;
  }

  /** From where to where a value goes; nowhere for what is no text and no number. */
  #valueBehind(at: number, isQuoted: boolean): [number, number] {
    const view = this.#view;
    const { text } = view;
    const isMember = text[at] === ':';
    let start = at + (text.startsWith('=>', at) ? 2 : 1);
    while (isBlank(text[start]) && (isQuoted || !'\r\n'.includes(text[start] ?? ''))) start++;
    const char = text[start] ?? '-';
    if ('"\''.includes(char)) return [start + 1, endOfQuoted(view, start, isMember)];
    const isInMap = this.#braces > 0;
    const inner = '[{'.includes(char) && (isMember || isInMap) ? endOfBracketed(view, start, at) : start;
    if (isMember && inner > start) return [start, inner];
    if (isMember && /^(?:true|false|null)\s*[,}\]]/.test(text.slice(start, start + 9))) return [start, start];
    if (isMember && isQuoted) return [start, endOfPair(view, start, at, text.length, 'json')];
    return [start, endOfPair(view, inner, at, this.#limit, isInMap ? 'map' : this.#around)];
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
