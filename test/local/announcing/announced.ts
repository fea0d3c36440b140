import { onTestFinished } from 'vitest';
import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { followAnnouncements, type Gap } from '../../../local/announcing/announcement-log.ts';
import { expectValid } from '../../announcing/valid-announcement.ts';

/** Follows the announcements of a DATA_DIR from now on, or since a time (ms since the epoch), and collects them until the test ends. */
export function collectAnnouncements(
  dataDir: string,
  since = Number.POSITIVE_INFINITY,
  onGap: (gap: Gap) => void = failOnGap,
): Announcement[] {
  const collected: Announcement[] = [];
  const stopping = new AbortController();
  const follow = async () => {
    for await (const announcement of followAnnouncements(dataDir, { since, onGap, signal: stopping.signal })) {
      expectValid(announcement);
      collected.push(announcement);
    }
  };
  const done = follow();
  onTestFinished(async () => {
    stopping.abort();
    await done;
  });
  return collected;
}

function failOnGap(gap: Gap): void {
  throw new Error(`expected no gap, received ${JSON.stringify(gap)}`);
}

/** Returns the types of announcements. */
export const typesOf = (announcements: readonly Announcement[]) => announcements.map((each) => each['detail-type']);
