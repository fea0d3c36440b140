import { type Asker, directAsker } from '../../lambda/asking/direct-asker.ts';
import type { MediaServers } from '../../lambda/asking/media-servers.ts';
import { accessTo } from '../../lambda/asking/server-access.ts';
import { readServersFile } from './servers-file.ts';

/** The media servers in a DATA_DIR, read anew for each sweep: one that is added or removed counts at once. */
export function fileMediaServers(dataDir: string, asker: Asker = directAsker): MediaServers {
  return {
    registered: async () => new Set(readServersFile(dataDir).keys()),
    ask: async (app, ids, deadline) => {
      const server = readServersFile(dataDir).get(app);
      if (server !== undefined) return asker.ask(accessTo(server, Date.now()), ids, deadline);
      return new Map(ids.map((id) => [id, { kind: 'unclear', reason: 'no media server is registered for its app' }]));
    },
  };
}
