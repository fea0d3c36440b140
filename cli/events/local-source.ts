import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { followAnnouncements } from '../../local/announcing/announcement-log.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { assertHasDatabase, persistentDataDir } from '../connection/local-connection.ts';
import type { EventsDeps } from './events-options.ts';

/** Follows the announcements of this machine's receiver from `since` on (ms since the epoch). Throws when DATA_DIR holds no database. */
export async function* followLocal(since: number, { signal, note }: EventsDeps): AsyncGenerator<Announcement> {
  const dataDir = persistentDataDir();
  const running = await findRunningReceiver(dataDir);
  if (running === undefined) assertHasDatabase(dataDir);
  note(
    toPrintable(
      running === undefined
        ? `No receiver runs on ${dataDir}: waiting for npm start. Ctrl-C ends this.`
        : `Following ${running.url}. Ctrl-C ends this.`,
    ),
  );
  yield* followAnnouncements(dataDir, { since, signal });
}
