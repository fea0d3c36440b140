import { TokenTable } from '../../local/token-table.ts';
import type { ReceiverConnection, WhenMissing } from '../connection/receiver-connection.ts';
import { withConnection } from '../connection/with-connection.ts';

/** A connection to a receiver, with its tokens table. */
export interface TokenConnection extends ReceiverConnection {
  readonly tokens: TokenTable;
}

/** Connects to the tokens table of a deployed stack, or without a name of this machine. */
export function withTokenTable(
  stack: string | undefined,
  use: (connection: TokenConnection) => Promise<void>,
  whenMissing?: WhenMissing,
): Promise<void> {
  const useTokens = (connection: ReceiverConnection) =>
    use({ ...connection, tokens: new TokenTable(connection.client, connection.tables.tokens) });
  return withConnection(stack, useTokens, whenMissing);
}
