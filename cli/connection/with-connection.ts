import { withDeployedConnection } from './deployed-connection.ts';
import { localDeferredLocation, openLocalConnection } from './local-connection.ts';
import type { DeferredLocation, ReceiverConnection, WhenMissing } from './receiver-connection.ts';

/** The option of every command that says which receiver is meant. */
export const stackOption = [
  '--stack <name>',
  'the deployed stack of this name (AWS credentials and region as usual), not this machine',
] as const;

/** Opens the tables of a deployed stack, or without a name this machine's, for as long as they are used. */
export async function withConnection<T>(
  stack: string | undefined,
  use: (connection: ReceiverConnection) => Promise<T>,
  whenMissing: WhenMissing = 'refuse',
): Promise<T> {
  if (stack !== undefined) return withDeployedConnection(stack, use);
  const place = await openLocalConnection(whenMissing);
  try {
    return await use(place);
  } finally {
    await place.close();
  }
}

/** Finds where events wait of a deployed stack, or without a name on this machine: no database is opened, which may be in use or its disk full. */
export async function withDeferredLocation<T>(
  stack: string | undefined,
  use: (place: DeferredLocation) => Promise<T>,
): Promise<T> {
  return stack === undefined ? use(localDeferredLocation()) : withDeployedConnection(stack, use);
}
