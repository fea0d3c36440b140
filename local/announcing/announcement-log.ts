import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { assertOwnDataDir } from '../data-dir/ownership.ts';
import { parseLine } from './announcement-line.ts';
import { type SegmentLine, SegmentReader } from './segment-reader.ts';
import { announcementsFolder, listSegments, type Segment } from './segments.ts';

/** Pause before each look for new lines, in ms. */
const POLL_MS = 50;

/** Announcements whose segments were deleted before they were followed. */
export interface Gap {
  /** Time of the last announcement before it, or `since`, in ms since the epoch. */
  readonly from: number;
  /** Creation of the next segment, in ms since the epoch. */
  readonly to: number;
}

export interface FollowOptions {
  /** Leaves out those of the stored announcements whose `time` is earlier, in ms since the epoch; Infinity leaves out all. */
  readonly since: number;
  /** Receives each gap, before the announcement after it is yielded. */
  readonly onGap: (gap: Gap) => void;
  /** Ends the generator. */
  readonly signal: AbortSignal;
}

/**
 * Yields the announcements of the receiver on a DATA_DIR, each line once, in the order in which they were stored. Waits while no
 * receiver runs. Throws when the folder may come from another user, or cannot be read.
 */
export async function* followAnnouncements(
  dataDir: string,
  { since, onGap, signal }: FollowOptions,
): AsyncGenerator<Announcement> {
  assertOwnDataDir(dataDir);
  const stored = await storedSizes(dataDir);
  let last: number | undefined;
  const onJump = ({ createdAt: to }: Segment) => {
    if (last !== undefined || since < to) onGap({ from: Math.min(last ?? since, to), to });
  };
  for await (const { segment, text, end } of followLines(dataDir, onJump, signal)) {
    if (signal.aborted) return;
    const isStored = end <= (stored.get(segment.path) ?? 0);
    const announcement = parseLine(text);
    if (announcement === undefined) continue;
    const time = Date.parse(announcement.time);
    if (isStored && time < since) continue;
    last = time;
    yield announcement;
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

/** Yields all lines, the stored ones first. Passes on the segment that it jumps to where those before it were deleted. */
async function* followLines(
  dataDir: string,
  onJump: (to: Segment) => void,
  signal: AbortSignal,
): AsyncGenerator<FollowedLine> {
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
        const opened = await SegmentReader.open(next);
        if (opened === undefined) continue; // it has just been deleted
        if (next.number !== (reader?.segment.number ?? 0) + 1) onJump(next);
        await reader?.close();
        reader = opened;
      }
    }
  } finally {
    await reader?.close();
  }
}

/** Returns the segment after the current one; the first later one where the numbers begin again, as in a folder that was emptied by hand. */
function nextSegment(segments: readonly Segment[], current: Segment | undefined): Segment | undefined {
  if (current === undefined) return segments[0];
  const next = segments.find(({ number }) => number > current.number);
  return next ?? segments.find(({ createdAt }) => createdAt > current.createdAt);
}
