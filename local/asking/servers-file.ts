import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisteredServer } from '../../lambda/asking/media-servers.ts';
import { readRegisteredServer } from '../../lambda/asking/registered-server.ts';
import { IN_MEMORY, readDataFile } from '../data-dir/data-dir.ts';
import { assertOwnDataDir, openDataDir } from '../data-dir/ownership.ts';
import { writeFileAtomic } from '../data-dir/write-file-atomic.ts';

const SERVERS_FILE = 'servers.json';

/** Reads the media servers in a DATA_DIR, by app; none without the file. Throws, on one line, when the file holds something else. */
export function readServersFile(dataDir: string): Map<string, RegisteredServer> {
  const text = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, SERVERS_FILE);
  if (text === undefined) return new Map();
  try {
    return new Map(JSON.parse(text).map((entry: unknown) => [readApp(entry), readRegisteredServer(entry)]));
  } catch {
    throw new Error(
      `${join(dataDir, SERVERS_FILE)}: received something else than a list of media servers; correct it, or remove it and register them again: npm run servers -- add.`, // not quoted: it may hold secrets
    );
  }
}

/** Replaces the media servers in a DATA_DIR, which is created where it is missing. The file is readable for this user only. */
export async function writeServersFile(dataDir: string, servers: ReadonlyMap<string, RegisteredServer>): Promise<void> {
  if (existsSync(dataDir)) assertOwnDataDir(dataDir);
  else openDataDir(dataDir);
  const entries = [...servers].map(([app, { url, jwtSecret }]) => ({ app, url, jwtSecret }));
  await writeFileAtomic(dataDir, SERVERS_FILE, `${JSON.stringify(entries, null, 2)}\n`);
}

/** Returns the app of an entry. Throws when it has none. */
function readApp(entry: unknown): string {
  const app = Object(entry).app;
  if (typeof app === 'string' && app !== '') return app;
  throw new TypeError('no app');
}
