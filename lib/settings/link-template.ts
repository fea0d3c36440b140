import type { SettingDefinition } from './setting-definition.ts';

/** The variables of a function take 4 KB together. */
const MAX_LENGTH = 1_000;

/** The template of a URL, with any of these placeholders in its path, query or fragment; empty by default. */
export function linkTemplate(placeholders: readonly string[], example: string): SettingDefinition<string> {
  const pattern = new RegExp(
    String.raw`^https?://[^\s\\/?#@{}]+(?:[/?#](?:[^\s\\{}]|\{(?:${placeholders.join('|')})\})*)?$`, // https://host/{app}/x
    'i',
  );
  const names = placeholders.map((name) => `{${name}}`).join(', ');
  return {
    default: '',
    expected: `a URL of http or https such as ${example}, with ${names} behind the host, and without a user (at most ${MAX_LENGTH} characters)`,
    parse: (text) =>
      text === '' || (text.length <= MAX_LENGTH && pattern.test(text) && URL.canParse(text)) ? text : undefined,
  };
}
