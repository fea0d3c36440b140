import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { expectValid } from '../../announcing/valid-announcement.ts';

/** Reads the complete lines that the command has printed: each is an announcement of the published schema. */
export function readEnvelopes(stdout: string): Announcement[] {
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((line) => {
    const announcement = JSON.parse(line);
    expectValid(announcement);
    return announcement;
  });
}
