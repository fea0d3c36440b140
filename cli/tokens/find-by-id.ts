import { tokenIdOf } from '../../lambda/tokens/token.ts';

/** Fewer characters of an id are probably a typing error. */
export const MIN_ID_LENGTH = 4;

/** Returns the token, or the key, whose id begins with the prefix. Throws when there is none, or more than one; `command` lists them. */
export function findByIdPrefix<T extends { readonly hash: string }>(
  prefix: string,
  all: readonly T[],
  command: 'tokens' | 'keys',
): T {
  if (prefix.length < MIN_ID_LENGTH)
    throw new Error(
      `ID: received "${prefix}", expected at least ${MIN_ID_LENGTH} characters: see npm run ${command} -- list.`,
    );
  const matches = all.filter(({ hash }) => hash.startsWith(prefix));
  const [found] = matches;
  if (found === undefined)
    throw new Error(`ID: received "${prefix}", expected the start of an id: see npm run ${command} -- list.`);
  if (matches.length > 1)
    throw new Error(
      `ID: received "${prefix}", the start of ${matches.map(tokenIdOf).join(' and ')}: expected more characters.`,
    );
  return found;
}
