import type { ServerCheck } from '../../lambda/asking/check-server.ts';
import type { RegisteredServer } from '../../lambda/asking/media-servers.ts';
import type { StopReport } from '../../lambda/asking/stop-streams.ts';

/** A registered server without its secret. */
export interface ListedServer {
  readonly app: string;
  readonly url: string;
  /** Whether it is asked with a JWT. */
  readonly jwt: boolean;
}

/** The registered media servers of a receiver, deployed or on this machine. */
export interface ServerStore {
  /** Its name in messages, such as `the stack Hooks` or `the folder .local`. */
  readonly name: string;
  /** Returns all, by app. */
  readonly list: () => Promise<ListedServer[]>;
  /** Registers the server of an app, or replaces it. */
  readonly put: (app: string, server: RegisteredServer) => Promise<void>;
  /** Removes the server of an app; returns false when it has none. */
  readonly remove: (app: string) => Promise<boolean>;
  /** Asks the server of an app once, from where the sweeper runs. */
  readonly check: (app: string) => Promise<ServerCheck>;
  /** Asks the server of an app to stop at most `MAX_STOPS` streams, from where the sweeper runs. */
  readonly stop: (app: string, ids: readonly string[]) => Promise<StopReport>;
}

/** Compares two servers by their app. */
export const byApp = (a: ListedServer, b: ListedServer): number => (a.app < b.app ? -1 : 1);
