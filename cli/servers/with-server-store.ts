import { withDeployedStore } from './deployed-server-store.ts';
import { localServerStore } from './local-server-store.ts';
import type { ServerStore } from './server-store.ts';

/** Uses the media servers of a deployed stack, or without a name those of this machine. */
export function withServerStore<T>(stack: string | undefined, use: (store: ServerStore) => Promise<T>): Promise<T> {
  return stack === undefined ? use(localServerStore()) : withDeployedStore(stack, use);
}
