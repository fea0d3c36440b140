import type { Database } from '../database/database.ts';
import { AnnouncementWriter } from './announcement-writer.ts';
import { LocalAnnouncer } from './local-announcer.ts';

/** Opens the announcer of a DATA_DIR. It announces nothing of a database that does not journal its writes. */
export function openAnnouncer(dataDir: string, database: Database): Pick<LocalAnnouncer, 'start' | 'stop'> {
  if (database.journal === undefined) return { start: () => {}, stop: async () => {} };
  return new LocalAnnouncer({
    journal: () => database.journal,
    writer: new AnnouncementWriter(dataDir),
    onError: (error) => console.error(String(error)),
  });
}
