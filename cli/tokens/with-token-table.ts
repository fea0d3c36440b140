import { TokenTable } from '../../local/token-table.ts';
import type { ReceiverConnection, WhenMissing } from '../connection/receiver-connection.ts';
import { withConnection } from '../connection/with-connection.ts';

/** A table of tokens that is open, and the receiver that believes it. */
export interface TokenConnection extends ReceiverConnection {
  readonly tokens: TokenTable;
}

/** Opens the table of a deployed stack, or without a name this machine's, for as long as it is used. */
export function withTokenTable(
  stack: string | undefined,
  use: (place: TokenConnection) => Promise<void>,
  whenMissing?: WhenMissing,
): Promise<void> {
  const useTokens = (place: ReceiverConnection) =>
    use({ ...place, tokens: new TokenTable(place.client, place.tables.tokens) });
  return withConnection(stack, useTokens, whenMissing);
}
