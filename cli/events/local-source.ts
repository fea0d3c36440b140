import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName } from '../../lib/settings/settings-file.ts';
import { followAnnouncements, type Gap } from '../../local/announcing/announcement-log.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { assertHasDatabase, persistentDataDir } from '../connection/local-connection.ts';
import type { EventsDeps } from './events-options.ts';

/** Follows the announcements of this machine's receiver from `since` on (ms since the epoch). Throws when DATA_DIR holds no database. */
export async function* followLocal(since: number, { signal, note }: EventsDeps): AsyncGenerator<Announcement> {
  const dataDir = persistentDataDir();
  const running = await findRunningReceiver(dataDir);
  if (running === undefined) assertHasDatabase(dataDir);
  const place =
    running === undefined ? `No receiver runs on ${dataDir}: waiting for npm start` : `Following ${running.url}`;
  note(toPrintable(`${place}. Ctrl-C ends this.`));
  noteIfOff(note);
  const onGap = (gap: Gap) => note(describeGap(gap));
  yield* followAnnouncements(dataDir, { since, onGap, signal });
}

function describeGap({ from, to }: Gap): string {
  const [begin, end] = [from, to].map((time) => new Date(time).toISOString());
  return `Announcements from ${begin} to ${end} may be missing: they were deleted before this command read them (npm start keeps a day, and 50 MB if that is sooner).`;
}

/** Says so where the settings make `npm start` announce nothing: the command would wait in vain. */
function noteIfOff(note: (line: string) => void): void {
  const fileName = settingsFileName();
  if (resolveSettings({ file: readSettingsFile(), fileName }).announcements) return;
  note(`The setting announcements is off in ${fileName}: a receiver with these settings announces nothing.`);
}
