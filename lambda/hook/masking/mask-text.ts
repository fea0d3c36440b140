import { findElements } from './markup.ts';
import { findParts } from './multipart.ts';
import { findPairs } from './pairs.ts';
import { MASK, replaceSpans, type Span } from './spans.ts';
import { findUrls } from './urls.ts';
import { sentSpan, type View, viewsOf } from './views.ts';

/** Finds the secrets of a text. */
export type Finder = (text: string) => Span[];

/** In each reading of a text, as the spans of that which was sent. */
const inViews =
  (find: (view: View) => Span[]): Finder =>
  (text) =>
    viewsOf(text).flatMap((view) => find(view).map((span) => sentSpan(view, span)));

function findUrlSecrets(view: View): Span[] {
  const { spans, urls } = findUrls(view);
  return [...spans, ...findPairs(view, urls, false)];
}

function findSecrets(view: View): Span[] {
  const { spans, urls } = findUrls(view);
  return [...spans, ...findPairs(view, urls, true), ...findElements(view), ...findParts(view)];
}

export const findInUrls = inViews(findUrlSecrets);
export const findAll = inViews(findSecrets);

/** In an id: in its URLs, and in its query. */
export const findInId = inViews((view) => {
  const query = view.text.indexOf('?');
  const behind = query < 0 ? [] : findSecrets(view).filter(({ start }) => start > query);
  return [...findUrlSecrets(view), ...behind];
});

const titles = '(?:streamName|category|vodName)';
/** `"streamName":"Key=C minor",` and `&streamName=Key%3DC+minor` */
const title = new RegExp(
  String.raw`"${titles}"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)(?="\s*[,}])|(?<=^|&)${titles}=([^&;\r\n]*)`,
  'g',
);

/** In a body that is kept as it was sent: everywhere, but in titles only in URLs. */
export const findInBody: Finder = (text) => {
  const places = new Uint32Array(text.length + 1);
  for (const { index, 0: whole, 1: member = '', 2: value = member } of text.matchAll(title)) {
    const end = index + whole.length;
    places.fill(end, end - value.length, end);
  }
  const isInTitle = ({ start, end }: Span): boolean => places[start] !== 0 && places[start] === places[end - 1];
  return [...findInUrls(text), ...findAll(text).filter((span) => !isInTitle(span))];
};

/** More often than this a text is not masked again until nothing changes; then all of it is hidden. */
const MAX_PASSES = 6;

/** A text without what is found in it; all around stays as it was sent. Masking again changes nothing. */
export function maskFound(text: string, find: Finder): string {
  let masked = text.toWellFormed();
  if (!/[=:<%\\\0]/.test(masked)) return masked; // every secret stands behind or between these
  for (let passes = 0; passes < MAX_PASSES; passes++) {
    const next = replaceSpans(masked, find(masked));
    if (next === masked) return masked;
    masked = next;
  }
  return MASK;
}
