import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { assertOwnDataDir } from '../data-dir/ownership.ts';
import { parseLine } from './announcement-line.ts';
import { type SegmentLine, SegmentReader } from './segment-reader.ts';
import { announcementsFolder, listSegments, type Segment } from './segments.ts';

/** Pause before each look for new lines, in ms. */
const POLL_MS = 50;

export interface FollowOptions {
  /** Leaves out those of the stored announcements whose `time` is earlier, in ms since the epoch; Infinity leaves out all. */
  readonly since: number;
  /** Ends the generator. */
  readonly signal: AbortSignal;
}

/**
 * Yields the announcements of the receiver on a DATA_DIR, each line once, in the order in which they were stored. Waits while no
 * receiver runs. Throws when the folder may come from another user, or cannot be read.
 */
export async function* followAnnouncements(
  dataDir: string,
  { since, signal }: FollowOptions,
): AsyncGenerator<Announcement> {
  assertOwnDataDir(dataDir);
  const stored = await storedSizes(dataDir);
  for await (const { segment, text, end } of followLines(dataDir, signal)) {
    if (signal.aborted) return;
    const isStored = end <= (stored.get(segment.path) ?? 0);
    const announcement = parseLine(text);
    if (announcement === undefined) continue;
    if (!isStored || Date.parse(announcement.time) >= since) yield announcement;
  }
}

/** Returns the sizes of the segments in bytes, by path. */
async function storedSizes(dataDir: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const { path } of await listSegments(announcementsFolder(dataDir)))
    sizes.set(path, (await stat(path).catch(() => ({ size: 0 }))).size); // 0: it has just been deleted
  return sizes;
}

interface FollowedLine extends SegmentLine {
  readonly segment: Segment;
}

/** Yields all lines, the stored ones first. */
async function* followLines(dataDir: string, signal: AbortSignal): AsyncGenerator<FollowedLine> {
  let reader: SegmentReader | undefined;
  try {
    while (!signal.aborted) {
      const next = nextSegment(await listSegments(announcementsFolder(dataDir)), reader?.segment); // before the lines are read: then the current one grows no more
      const lines = (await reader?.readLines()) ?? [];
      for (const line of lines) if (reader !== undefined) yield { ...line, segment: reader.segment };
      if (lines.length > 0) continue;
      if (next === undefined)
        await setTimeout(POLL_MS, undefined, { signal }).catch(() => {}); // aborted
      else {
        await reader?.close();
        reader = new SegmentReader(next);
      }
    }
  } finally {
    await reader?.close();
  }
}

/** Returns the segment after the current one; the first one where the current one, and all after it, were deleted by hand. */
function nextSegment(segments: readonly Segment[], current: Segment | undefined): Segment | undefined {
  if (current === undefined) return segments[0];
  const next = segments.find(({ number }) => number > current.number);
  return next ?? (segments.some(({ path }) => path === current.path) ? undefined : segments[0]);
}
