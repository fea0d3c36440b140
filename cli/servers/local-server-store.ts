import { checkServer, checkWithoutServer, NOT_REGISTERED } from '../../lambda/asking/check-server.ts';
import { accessTo } from '../../lambda/asking/server-access.ts';
import { stopError, stopStreams } from '../../lambda/asking/stop-streams.ts';
import { readServersFile, writeServersFile } from '../../local/asking/servers-file.ts';
import { persistentDataDir } from '../connection/local-connection.ts';
import { byApp, type ServerStore } from './server-store.ts';

/** Returns the media servers in DATA_DIR; a receiver that runs there reads them anew for each sweep. */
export function localServerStore(): ServerStore {
  const dataDir = persistentDataDir();
  const read = () => readServersFile(dataDir);
  return {
    name: `the folder ${dataDir}`,
    list: async () =>
      [...read()].map(([app, { url, jwtSecret }]) => ({ app, url, jwt: jwtSecret !== null })).sort(byApp),
    put: (app, server) => writeServersFile(dataDir, read().set(app, server)),
    remove: async (app) => {
      const servers = read();
      if (!servers.delete(app)) return false;
      await writeServersFile(dataDir, servers);
      return true;
    },
    check: async (app) => {
      const server = read().get(app);
      return server === undefined
        ? checkWithoutServer('notRegistered', NOT_REGISTERED)
        : checkServer(accessTo(server, Date.now()));
    },
    stop: async (app, ids) => {
      const server = read().get(app);
      return server === undefined
        ? stopError(`${NOT_REGISTERED}: npm run servers -- add`)
        : stopStreams(accessTo(server, Date.now()), ids);
    },
  };
}
