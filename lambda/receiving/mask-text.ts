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

/** `"streamName":"Key=C minor",` in JSON that is broken elsewhere. */
const title = /"(?:streamName|category|vodName)"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*[,}]/dg;

/** Everywhere, but in titles only in URLs. */
export const findInBody: Finder = (view) => {
  const titles = new Uint32Array(view.text.length + 1);
  for (const { index, indices } of view.text.matchAll(title)) {
    const [start, end] = indices?.[1] ?? [0, 0];
    titles.fill(index + 1, start, end);
  }
  const isInTitle = ({ start, end }: Span): boolean => titles[start] !== 0 && titles[start] === titles[end - 1];
  return [...findInUrls(view), ...findAll(view).filter((span) => !isInTitle(span))];
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
