import { type DecodedText, decodeLayers, toRawRange } from './decoded-text.ts';
import { findUrls } from './find-urls.ts';
import { findMultipartSecrets } from './multipart-secrets.ts';
import { findPairSecrets } from './pair-secrets.ts';
import { MASK, replaceRanges, type SecretRange } from './secret-range.ts';
import { findXmlSecrets } from './xml-secrets.ts';

/** Finds the secrets of a text. */
export type SecretFinder = (text: string) => SecretRange[];

/** In each reading of a text, as the spans of that which was sent. */
const inEveryLayer =
  (find: (view: DecodedText) => SecretRange[]): SecretFinder =>
  (text) =>
    decodeLayers(text).flatMap((view) => find(view).map((span) => toRawRange(view, span)));

function findSecretsInUrls(view: DecodedText): SecretRange[] {
  const { spans, urls } = findUrls(view);
  return [...spans, ...findPairSecrets(view, urls, false)];
}

function findSecrets(view: DecodedText): SecretRange[] {
  const { spans, urls } = findUrls(view);
  return [...spans, ...findPairSecrets(view, urls, true), ...findXmlSecrets(view), ...findMultipartSecrets(view)];
}

export const findInUrls = inEveryLayer(findSecretsInUrls);
export const findEverywhere = inEveryLayer(findSecrets);

/** In an id: in its URLs, and in its query. */
export const findInId = inEveryLayer((view) => {
  const query = view.text.indexOf('?');
  const behind = query < 0 ? [] : findSecrets(view).filter(({ start }) => start > query);
  return [...findSecretsInUrls(view), ...behind];
});

const titleNames = '(?:streamName|category|vodName)';
/** `"streamName":"Key=C minor",` and `&streamName=Key%3DC+minor` */
const title = new RegExp(
  String.raw`"${titleNames}"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)(?="\s*[,}])|(?<=^|&)${titleNames}=([^&;\r\n]*)`,
  'g',
);

/** In a body that is kept as it was sent: everywhere, but in titles only in URLs. */
export const findInRawBody: SecretFinder = (text) => {
  const titleEnds = new Uint32Array(text.length + 1);
  for (const { index, 0: whole, 1: member = '', 2: value = member } of text.matchAll(title)) {
    const end = index + whole.length;
    titleEnds.fill(end, end - value.length, end);
  }
  const isInTitle = ({ start, end }: SecretRange): boolean =>
    titleEnds[start] !== 0 && titleEnds[start] === titleEnds[end - 1];
  return [...findInUrls(text), ...findEverywhere(text).filter((span) => !isInTitle(span))];
};

/** More often than this a text is not masked again until nothing changes; then all of it is hidden. */
const MAX_PASSES = 6;

/** A text without what is found in it; all around stays as it was sent. Masking again changes nothing. */
export function maskSecrets(text: string, find: SecretFinder): string {
  let masked = text.toWellFormed();
  if (!/[=:<%\\\0]/.test(masked)) return masked; // every secret stands behind or between these
  for (let passes = 0; passes < MAX_PASSES; passes++) {
    const next = replaceRanges(masked, find(masked));
    if (next === masked) return masked;
    masked = next;
  }
  return MASK;
}
