import type { Command } from 'commander';
import { hashToken, type Token } from '../../lambda/tokens/token.ts';
import { readStoredToken } from '../../local/data-dir/data-dir.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption } from '../connection/with-connection.ts';
import { tokenIdOf, toTokenJson } from './token-json.ts';
import { withTokenTable } from './with-token-table.ts';

/** Fewer characters of an id are a slip of the finger. */
const MIN_ID_LENGTH = 4;

/** Adds `revoke`: it ends a token. */
export function addRevoke(tokens: Command): void {
  tokens
    .command('revoke')
    .argument('<id>', `the id that list shows, or its first ${MIN_ID_LENGTH} characters or more`)
    .description('ends a token: it stops working within 60 s')
    .allowUnknownOption() // one id in 64 begins with a dash
    .option(...stackOption)
    .option('--json', 'for machines')
    .action((id: string, { stack, json }: { stack?: string; json?: true }) =>
      withTokenTable(stack, async (place) => {
        const token = findByIdPrefix(id, await place.tokens.list());
        await place.tokens.revoke(token.hash);
        console.log(json ? toPrintableJson(toTokenJson(token, Date.now())) : formatRevoked(token, place));
      }),
    );
}

function formatRevoked(token: Token, place: ReceiverConnection): string {
  const label = token.label === '' ? '' : ` (${toPrintable(token.label)})`;
  const revoked = `Revoked ${tokenIdOf(token)}${label} in ${place.name}: it stops working within 60 s.`;
  if (token.hash !== startTokenHash(place)) return revoked;
  return `${revoked}\nIt is the one that npm start keeps: until the file token in DATA_DIR is removed, each start admits it again.`;
}

/** The hash of the secret that `npm start` keeps in the folder, and makes a token of at each start. */
function startTokenHash({ dataDir }: ReceiverConnection): string | undefined {
  const token = dataDir === undefined ? undefined : readStoredToken(dataDir);
  return token && hashToken(token);
}

/** The one token whose hash begins so; throws when there is none, or more than one. */
export function findByIdPrefix(prefix: string, tokens: readonly Token[]): Token {
  if (prefix.length < MIN_ID_LENGTH)
    throw new Error(
      `ID: received "${prefix}", expected at least ${MIN_ID_LENGTH} characters: see npm run tokens -- list.`,
    );
  const matches = tokens.filter(({ hash }) => hash.startsWith(prefix));
  const [token] = matches;
  if (token === undefined)
    throw new Error(`ID: received "${prefix}", expected the start of a known one: see npm run tokens -- list.`);
  if (matches.length > 1)
    throw new Error(
      `ID: received "${prefix}", with which ${matches.map(tokenIdOf).join(' and ')} begin: expected more characters.`,
    );
  return token;
}
