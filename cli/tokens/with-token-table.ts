import { Table } from '../../lambda/table/table.ts';
import { TokenTable } from '../../local/token-table.ts';
import type { ReceiverConnection, WhenMissing } from '../connection/receiver-connection.ts';
import { withConnection } from '../connection/with-connection.ts';

/** A connection to a receiver, with its tables of tokens and of streams. */
export interface TokenConnection extends ReceiverConnection {
  readonly tokens: TokenTable;
  /** Has the hour in which the hooks of each token last came. */
  readonly streams: Table;
}

/** Connects to the tokens table of a deployed stack, or without a name of this machine. */
export function withTokenTable(
  stack: string | undefined,
  use: (connection: TokenConnection) => Promise<void>,
  whenMissing?: WhenMissing,
): Promise<void> {
  const useTokens = (connection: ReceiverConnection) =>
    use({
      ...connection,
      tokens: new TokenTable(connection.client, connection.tables.tokens),
      streams: new Table(connection.client, connection.tables.streams),
    });
  return withConnection(stack, useTokens, whenMissing);
}
