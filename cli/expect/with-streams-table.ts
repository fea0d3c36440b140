import { Table } from '../../lambda/table/table.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { withConnection } from '../connection/with-connection.ts';

/** A connection to a receiver, with its streams table. */
export interface StreamsConnection extends ReceiverConnection {
  readonly streams: Table;
}

/** Connects to the streams table of a deployed stack, or without a name of this machine. */
export function withStreamsTable(
  stack: string | undefined,
  use: (connection: StreamsConnection) => Promise<void>,
): Promise<void> {
  return withConnection(stack, (connection) =>
    use({ ...connection, streams: new Table(connection.client, connection.tables.streams) }),
  );
}
