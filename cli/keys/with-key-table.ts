import { StreamKeyTable } from '../../local/stream-key-table.ts';
import type { ReceiverConnection, WhenMissing } from '../connection/receiver-connection.ts';
import { withConnection } from '../connection/with-connection.ts';

/** A connection to a receiver, with the keys of its tokens table. */
export interface KeyConnection extends ReceiverConnection {
  readonly keys: StreamKeyTable;
}

/** Connects to the keys of a deployed stack, or without a name of this machine. */
export function withKeyTable(
  stack: string | undefined,
  use: (connection: KeyConnection) => Promise<void>,
  whenMissing?: WhenMissing,
): Promise<void> {
  const useKeys = (connection: ReceiverConnection) =>
    use({ ...connection, keys: new StreamKeyTable(connection.client, connection.tables.tokens) });
  return withConnection(stack, useKeys, whenMissing);
}
