import type { DecodedText } from './decoded-text.ts';
import type { UrlRange } from './find-urls.ts';
import { PairScanner } from './pair-scanner.ts';
import type { SecretRange } from './secret-range.ts';

/**
 * Finds the values of secret names before `=` or `:`: in queries, JSON, maps of Java, attributes and prose. Without
 * `includesText` it looks only into the URLs of the text.
 */
export function findPairSecrets(decoded: DecodedText, urls: readonly UrlRange[], includesText: boolean): SecretRange[] {
  const scanner = new PairScanner(decoded);
  const { length } = decoded.text;
  let from = 0;
  for (const { start, authority, end } of urls) {
    if (includesText) scanner.scan(from, start, length, 'text');
    scanner.scan(authority + authorityLength(decoded.text.slice(authority, end)), end, end, 'url');
    from = end;
  }
  if (includesText) scanner.scan(from, length, length, 'text');
  return scanner.secrets;
}

/** It matches `user:password@auth:8080` before a path. */
const authorityPattern = /^(?:[^/?#\s]*@)?[\w.-]+(?::\d{1,5})?(?=[/?#,\s]|$)/;

/** The length of `user:password@host:80`, which is skipped: it is no pair. */
const authorityLength = (url: string): number => authorityPattern.exec(url)?.[0].length ?? 0;
