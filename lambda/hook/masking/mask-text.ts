import { type DecodedText, decodeLayers, toRawRange } from './decoded-text.ts';
import { findUrls } from './find-urls.ts';
import { findMultipartSecrets } from './multipart-secrets.ts';
import { findPairSecrets } from './pair-secrets.ts';
import { MASK, replaceRanges, type SecretRange } from './secret-range.ts';
import { findXmlSecrets } from './xml-secrets.ts';

/** Returns the ranges of a text that hold secrets. */
export type SecretFinder = (text: string) => SecretRange[];

/** Searches every layer of a text; the ranges that it returns are those of the raw text. */
const inEveryLayer =
  (find: (decoded: DecodedText) => SecretRange[]): SecretFinder =>
  (text) =>
    decodeLayers(text).flatMap((decoded) => find(decoded).map((range) => toRawRange(decoded, range)));

function findSecretsInUrls(decoded: DecodedText): SecretRange[] {
  const { secrets, urls } = findUrls(decoded);
  return [...secrets, ...findPairSecrets(decoded, urls, false)];
}

function findSecrets(decoded: DecodedText): SecretRange[] {
  const { secrets, urls } = findUrls(decoded);
  return [
    ...secrets,
    ...findPairSecrets(decoded, urls, true),
    ...findXmlSecrets(decoded),
    ...findMultipartSecrets(decoded),
  ];
}

export const findInUrls = inEveryLayer(findSecretsInUrls);
export const findEverywhere = inEveryLayer(findSecrets);

/** For ids, which are often paths: searches its URLs and its query. */
export const findInId = inEveryLayer((decoded) => {
  const query = decoded.text.indexOf('?');
  const inQuery = query < 0 ? [] : findSecrets(decoded).filter(({ start }) => start > query);
  return [...findSecretsInUrls(decoded), ...inQuery];
});

const titleNames = '(?:streamName|category|vodName)';
/** It captures `Key=C minor` in `"streamName":"Key=C minor",` and `Key%3DC+minor` in `&streamName=Key%3DC+minor`. */
const title = new RegExp(
  String.raw`"${titleNames}"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)(?="\s*[,}])|(?<=^|&)${titleNames}=([^&;\r\n]*)`,
  'g',
);

/** For raw bodies: searches everything, but titles only for URLs. */
export const findInRawBody: SecretFinder = (text) => {
  const titleEnds = new Uint32Array(text.length + 1);
  for (const { index, 0: whole, 1: member = '', 2: value = member } of text.matchAll(title)) {
    const end = index + whole.length;
    titleEnds.fill(end, end - value.length, end);
  }
  const isInTitle = ({ start, end }: SecretRange): boolean =>
    titleEnds[start] !== 0 && titleEnds[start] === titleEnds[end - 1];
  return [...findInUrls(text), ...findEverywhere(text).filter((range) => !isInTitle(range))];
};

/** A text that still changes after so many passes is masked as a whole. */
const MAX_PASSES = 6;

/** Masks what a finder finds, until it finds nothing more, and leaves the rest of the text as it is. */
export function maskSecrets(text: string, find: SecretFinder): string {
  let masked = text.toWellFormed();
  if (!/[=:<%\\\0]/.test(masked)) return masked; // every secret has one of these before or around it
  for (let passes = 0; passes < MAX_PASSES; passes++) {
    const next = replaceRanges(masked, find(masked));
    if (next === masked) return masked;
    masked = next;
  }
  return MASK;
}
