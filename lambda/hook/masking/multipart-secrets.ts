import type { DecodedText } from './decoded-text.ts';
import { isSecretName } from './secret-names.ts';
import { type SecretRange, secretRange } from './secret-range.ts';

/** In `Content-Disposition: form-data; name="token"` it captures `token`. */
const namedPart = /content-disposition:[^\n]{0,1000}?;\s{0,9}name\*?=\s{0,9}"?([^\s"]{1,200})/gi;
const MAX_HEAD_LENGTH = 4_000;

/** Finds the contents of secret parts in a multipart body, each up to the next separator. */
export function findMultipartSecrets({ text }: DecodedText): SecretRange[] {
  const secrets: SecretRange[] = [];
  let separator: string | undefined;
  let end = 0;
  for (const { index, 0: head, 1: name = '' } of text.matchAll(namedPart)) {
    if (index < end || !isSecretName(name)) continue;
    const headEnd = index + head.length;
    const blank = /\n\r?\n/.exec(text.slice(headEnd, headEnd + MAX_HEAD_LENGTH));
    if (blank === null) continue;
    const start = headEnd + blank.index + blank[0].length;
    separator ??= /^--[^\r\n]+/m.exec(text)?.[0] ?? '--'; // the line before each head
    const next = text.indexOf(`\n${separator}`, start - 1);
    end = next < 0 ? text.length : next;
    if (text[end - 1] === '\r') end--;
    if (end > start) secrets.push(secretRange(start, end));
  }
  return secrets;
}
