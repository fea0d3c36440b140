import type { Command } from 'commander';
import { hashOf, type Token } from '../../lambda/tokens/token.ts';
import { keptToken } from '../../local/data-dir.ts';
import { jsonText, showable } from '../../terminal/printable.ts';
import type { Place } from '../place/place.ts';
import { stackOption } from '../place/with-place.ts';
import { idOf, tokenJson } from './token-json.ts';
import { withTokens } from './with-tokens.ts';

/** Fewer characters of an id are a slip of the finger. */
const SHORTEST = 4;

/** Adds `revoke`: it ends a token. */
export function addRevoke(tokens: Command): void {
  tokens
    .command('revoke')
    .argument('<id>', `the id that list shows, or its first ${SHORTEST} characters or more`)
    .description('ends a token: it stops working within 60 s')
    .allowUnknownOption() // one id in 64 begins with a dash
    .option(...stackOption)
    .option('--json', 'for machines')
    .action((id: string, { stack, json }: { stack?: string; json?: true }) =>
      withTokens(stack, async (place) => {
        const token = oneNamed(id, await place.tokens.list());
        await place.tokens.revoke(token.hash);
        console.log(json ? jsonText(tokenJson(token, Date.now())) : revokedWords(token, place));
      }),
    );
}

function revokedWords(token: Token, place: Place): string {
  const label = token.label === '' ? '' : ` (${showable(token.label)})`;
  const revoked = `Revoked ${idOf(token)}${label} in ${place.name}: it stops working within 60 s.`;
  if (token.hash !== hashKeptIn(place)) return revoked;
  return `${revoked}\nIt is the one that npm start keeps: until the file token in DATA_DIR is removed, each start admits it again.`;
}

/** The hash of the secret that `npm start` keeps in the folder, and makes a token of at each start. */
function hashKeptIn({ dataDir }: Place): string | undefined {
  const kept = dataDir === undefined ? undefined : keptToken(dataDir);
  return kept && hashOf(kept);
}

/** The one token whose hash begins so; throws when there is none, or more than one. */
export function oneNamed(prefix: string, known: readonly Token[]): Token {
  if (prefix.length < SHORTEST)
    throw new Error(`ID: received "${prefix}", expected at least ${SHORTEST} characters: see npm run tokens -- list.`);
  const named = known.filter(({ hash }) => hash.startsWith(prefix));
  const [token] = named;
  if (token === undefined)
    throw new Error(`ID: received "${prefix}", expected the start of a known one: see npm run tokens -- list.`);
  if (named.length > 1)
    throw new Error(
      `ID: received "${prefix}", with which ${named.map(idOf).join(' and ')} begin: expected more characters.`,
    );
  return token;
}
