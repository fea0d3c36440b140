import { setTimeout as sleep } from 'node:timers/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { formatDuration } from '../../lambda/text/format-duration.ts';
import { toPrintable } from '../../terminal/printable.ts';
import type { EventsDeps } from './events-options.ts';
import type { Sink } from './parse-sink.ts';
import { postAnnouncement } from './post-announcement.ts';
import { subjectOf } from './render-announcement.ts';

/** The pause after the first failure, in ms; it doubles with each further one. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 10_000;

/** Returns a function that posts an announcement until it is answered 2xx, or until the signal aborts, and says what was answered. */
export function createForwarder(
  sink: Sink,
  { signal, note }: EventsDeps,
): (announcement: Announcement) => Promise<void> {
  return async (announcement) => {
    const name = `${announcement['detail-type']} of ${subjectOf(announcement)}`;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
      const { ok, text, ms } = await postAnnouncement(sink, announcement, signal);
      if (signal.aborted && !ok) return;
      note(toPrintable(`${name}: ${sink.name}: ${text} in ${ms} ms${ok ? '' : `, again in ${formatPause(pause)}`}`));
      if (ok) return;
      await sleep(pause, undefined, { signal }).catch(() => {}); // aborted by the signal
    }
  };
}

const formatPause = (ms: number): string => (ms < 1_000 ? `${ms} ms` : formatDuration(ms));
