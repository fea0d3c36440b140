import { withDeployedConnection } from './deployed-connection.ts';
import { localDeferredLocation, openLocalConnection } from './local-connection.ts';
import type { DeferredLocation, ReceiverConnection, WhenMissing } from './receiver-connection.ts';

/** The option with which every command selects a receiver. */
export const stackOption = [
  '--stack <name>',
  'use this deployed stack (AWS credentials and region as usual) instead of this machine',
] as const;

/** Connects to a deployed stack, or without a name to this machine, and closes the connection after its use. */
export async function withConnection<T>(
  stack: string | undefined,
  use: (connection: ReceiverConnection) => Promise<T>,
  whenMissing: WhenMissing = 'refuse',
): Promise<T> {
  if (stack !== undefined) return withDeployedConnection(stack, use);
  const connection = await openLocalConnection(whenMissing);
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Finds the deferred events of a deployed stack, or without a name of this machine. Opens no local database: it may be in use, or its disk full. */
export async function withDeferredLocation<T>(
  stack: string | undefined,
  use: (location: DeferredLocation) => Promise<T>,
): Promise<T> {
  return stack === undefined ? use(localDeferredLocation()) : withDeployedConnection(stack, use);
}
