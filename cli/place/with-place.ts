import { openDeployed } from './deployed.ts';
import { localWaiting, openLocal } from './on-this-machine.ts';
import type { Place, WaitingPlace, WhereNone } from './place.ts';

/** The option of every command that says which receiver is meant. */
export const stackOption = [
  '--stack <name>',
  'the deployed stack of this name (AWS credentials and region as usual), not this machine',
] as const;

/** Opens the tables of a deployed stack, or without a name this machine's, for as long as they are used. */
export async function withPlace<T>(
  stack: string | undefined,
  use: (place: Place) => Promise<T>,
  whereNone: WhereNone = 'refuse',
): Promise<T> {
  if (stack !== undefined) return openDeployed(stack, use);
  const place = await openLocal(whereNone);
  try {
    return await use(place);
  } finally {
    await place.close();
  }
}

/** Finds where events wait of a deployed stack, or without a name on this machine: no database is opened, which may be in use or its disk full. */
export async function withWaiting<T>(stack: string | undefined, use: (place: WaitingPlace) => Promise<T>): Promise<T> {
  return stack === undefined ? use(localWaiting()) : openDeployed(stack, use);
}
