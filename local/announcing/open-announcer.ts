import type { Database } from '../database/database.ts';
import { openNotifier } from '../notifying/open-notifier.ts';
import { AnnouncementWriter } from './announcement-writer.ts';
import { LocalAnnouncer } from './local-announcer.ts';

interface OpenAnnouncerOptions {
  readonly dataDir: string;
  readonly database: Database;
  /** The URL of the board, for the links of notifications. */
  readonly boardUrl: string;
}

/**
 * Opens the announcer of a DATA_DIR, and the notifier of those who are told what it announces. They do nothing over a database
 * that does not journal its writes.
 */
export function openAnnouncer({ dataDir, database, boardUrl }: OpenAnnouncerOptions) {
  if (database.journal === undefined) return { start: () => {}, stop: async () => {} };
  const notifier = openNotifier({ dataDir, database, boardUrl });
  const announcer = new LocalAnnouncer({
    journal: () => database.journal,
    writer: new AnnouncementWriter(dataDir),
    dispatch: notifier.dispatch,
    onError: (error) => console.error(String(error)),
  });
  const start = () => {
    announcer.start();
    notifier.start();
  };
  const stop = async () => {
    await announcer.stop();
    await notifier.stop();
  };
  return { start, stop };
}
