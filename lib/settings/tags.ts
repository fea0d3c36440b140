import { commaSeparated, isObject, joinItems, plainText, type SettingDefinition } from './setting-definition.ts';

/** AWS's limit per resource. */
const MAX_TAGS = 50;

/** CloudFormation's rule for a tag, such as `cost centre=42/a`, without commas, which separate tags here. AWS reserves the prefix aws:. */
const TAG_PATTERN = /^(?!aws:)([\p{L}\p{N} _.:/+@-]{1,128})=(?!aws:)([\p{L}\p{N} _.:/=+@-]{1,256})$/iu;

const tagList = commaSeparated(
  `comma-separated key=value pairs, such as team=video,stage=live, or a JSON object, such as {"team": "video"} (at most ${MAX_TAGS}, each key once; letters, digits, spaces and _.:/+@-)`,
  (pairs) => {
    const found = pairs.flatMap((pair) => {
      const [, key, value] = TAG_PATTERN.exec(pair) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    });
    const byKey = Object.fromEntries(found);
    return Object.keys(byKey).length === pairs.length && pairs.length <= MAX_TAGS ? byKey : undefined;
  },
);

/** Tags by key, as text, or in JSON also as an object. */
export const tags: SettingDefinition<Readonly<Record<string, string>>> = {
  ...tagList,
  toText: (json) => (isObject(json) ? joinItems(Object.entries(json).map(toPair)) : tagList.toText?.(json)),
};

function toPair([key, value]: [string, unknown]): string | undefined {
  const text = plainText(value);
  return text === undefined ? undefined : `${key}=${text}`;
}
