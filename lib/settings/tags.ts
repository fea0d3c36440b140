import { isObject, joined, listOf, plainText, type Setting } from './setting.ts';

/** As many as a resource takes. */
const MOST = 50;

/** CloudFormation's rule for a tag, but for a comma: it ends one here. What begins with aws: is AWS's own. */
const tag = /^(?!aws:)([\p{L}\p{N} _.:/+@-]{1,128})=(?!aws:)([\p{L}\p{N} _.:/=+@-]{1,256})$/iu;

const pairsOf = listOf(
  `key=value with commas between them, such as team=video,stage=live, or in JSON an object, such as {"team": "video"} (at most ${MOST}, each key once; letters, digits, spaces and _.:/+@-)`,
  (pairs) => {
    const found = pairs.flatMap((pair) => {
      const [, key, value] = tag.exec(pair) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    });
    const byKey = Object.fromEntries(found);
    return Object.keys(byKey).length === pairs.length && pairs.length <= MOST ? byKey : undefined;
  },
);

/** Tags by key. JSON may have them as an object. */
export const tags: Setting<Readonly<Record<string, string>>> = {
  ...pairsOf,
  toText: (json) => (isObject(json) ? joined(Object.entries(json).map(pairOf)) : pairsOf.toText?.(json)),
};

function pairOf([key, value]: [string, unknown]): string | undefined {
  const text = plainText(value);
  return text === undefined ? undefined : `${key}=${text}`;
}
