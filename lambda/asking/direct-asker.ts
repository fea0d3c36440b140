import { type Access, askServer } from './ask-server.ts';
import { checkServer, type ServerCheck } from './check-server.ts';
import type { Verdict } from './media-servers.ts';
import { type StopReport, stopStreams } from './stop-streams.ts';

/** Asks media servers, from wherever it runs. */
export interface Asker {
  /** Asks about streams, as `askServer` does. */
  readonly ask: (access: Access, ids: readonly string[], deadline: number) => Promise<ReadonlyMap<string, Verdict>>;
  /** Asks once, as `checkServer` does. */
  readonly check: (access: Access) => Promise<ServerCheck>;
  /** Asks it to stop streams, as `stopStreams` does. */
  readonly stop: (access: Access, ids: readonly string[]) => Promise<StopReport>;
}

/** Asks from this process. */
export const directAsker: Asker = { ask: askServer, check: checkServer, stop: stopStreams };
