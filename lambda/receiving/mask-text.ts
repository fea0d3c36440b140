import { findElements } from './markup.ts';
import { findParts } from './multipart.ts';
import { findPairs } from './pairs.ts';
import { MASK, replaceSpans, type Span } from './spans.ts';
import { findUrls } from './urls.ts';
import { sentSpan, type View, viewsOf } from './views.ts';

/** Finds the secrets in one view of a text. */
export type Finder = (view: View) => Span[];

/** In URLs, whoever they are. */
export const findInUrls: Finder = (view) => {
  const { spans, urls } = findUrls(view);
  return [...spans, ...findPairs(view, urls, false)];
};

/** Everywhere. */
export const findAll: Finder = (view) => {
  const { spans, urls } = findUrls(view);
  return [...spans, ...findPairs(view, urls, true), ...findElements(view), ...findParts(view)];
};

/** In an id: in its URLs, and in its query. */
export const findInId: Finder = (view) => {
  const query = view.text.indexOf('?');
  const spans = findInUrls(view);
  return query < 0 ? spans : [...spans, ...findAll(view).filter(({ start }) => start > query)];
};

/** What every secret stands behind or between; few texts hold any of it. */
const mayHold = /[=:<%\\\0]/;

/** More often than this a text is not masked again until nothing changes; then all of it is hidden. */
const MAX_PASSES = 6;

/** A text without what is found in it, however it is encoded; all around stays as it was sent. Masking again changes nothing. */
export function maskFound(text: string, find: Finder, read: (text: string) => View[] = viewsOf): string {
  let masked = text.toWellFormed();
  if (!mayHold.test(masked)) return masked;
  for (let passes = 0; passes < MAX_PASSES; passes++) {
    const spans = read(masked).flatMap((view) => find(view).map((span) => sentSpan(view, span)));
    const next = spans.length === 0 ? masked : replaceSpans(masked, spans);
    if (next === masked) return masked;
    masked = next;
  }
  return MASK;
}
