import type { Announcement } from '../../lambda/announcing/announcement.ts';

/** Returns the line of an announcement, with its end. */
export const toLine = (announcement: Announcement): string => `${JSON.stringify(announcement)}\n`;

/** Reads a line. Returns undefined when it is none that `toLine` wrote, as after a power cut. */
export function parseLine(line: string): Announcement | undefined {
  try {
    const announcement = JSON.parse(line);
    const { time, detail } = announcement;
    const isWhole = typeof announcement['detail-type'] === 'string' && typeof time === 'string';
    return isWhole && typeof detail?.eventId === 'string' ? announcement : undefined;
  } catch {
    return undefined;
  }
}
