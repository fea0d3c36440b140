import type { Command } from 'commander';
import { hashToken, type Token, tokenIdOf } from '../../lambda/tokens/token.ts';
import { readStoredToken } from '../../local/data-dir/data-dir.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption } from '../connection/with-connection.ts';
import { findByIdPrefix, MIN_ID_LENGTH } from './find-by-id.ts';
import { toTokenJson } from './token-json.ts';
import { removeTokenUse } from './token-uses.ts';
import { withTokenTable } from './with-token-table.ts';

/** Adds `revoke`, which revokes a token. */
export function addRevoke(tokens: Command): void {
  tokens
    .command('revoke')
    .argument('<id>', `the id that list shows, or at least its first ${MIN_ID_LENGTH} characters`)
    .description('revoke a token: it stops working within 60 s')
    .allowUnknownOption() // one id in 64 begins with a dash
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((id: string, { stack, json }: { stack?: string; json?: true }) =>
      withTokenTable(stack, async (connection) => {
        const token = findByIdPrefix(id, await connection.tokens.list(), 'tokens');
        await connection.tokens.revoke(token.hash);
        console.log(json ? toPrintableJson(toTokenJson(token, Date.now())) : formatRevoked(token, connection));
        await removeTokenUse(connection.streams, token.hash).catch(() => {}); // a note expires in any case
      }),
    );
}

function formatRevoked(token: Token, connection: ReceiverConnection): string {
  const label = token.label === '' ? '' : ` (${toPrintable(token.label)})`;
  const revoked = `Revoked ${tokenIdOf(token)}${label} in ${connection.name}: it stops working within 60 s.`;
  if (token.hash !== startTokenHash(connection)) return revoked;
  return `${revoked}\nIt is the token of npm start: until the file token in DATA_DIR is removed, each start creates it again.`;
}

/** Returns the hash of the secret in the folder, of which each `npm start` creates a token. */
function startTokenHash({ dataDir }: ReceiverConnection): string | undefined {
  const token = dataDir === undefined ? undefined : readStoredToken(dataDir);
  return token && hashToken(token);
}
