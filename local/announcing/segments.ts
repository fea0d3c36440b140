import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the announcements of a DATA_DIR. */
export const announcementsFolder = (dataDir: string): string => join(dataDir, 'announcements');

/** A file of announcements: one a line, as JSON. Only the newest one grows. */
export interface Segment {
  /** Rises from segment to segment. */
  readonly number: number;
  /** When it was created, in ms since the epoch. */
  readonly createdAt: number;
  readonly path: string;
}

const DIGITS = 12;
/** Such as 000000000042-1764150000000.jsonl: the number, and when it was created. */
const SEGMENT_NAME = /^(\d{12})-(\d+)\.jsonl$/;

/** Returns the segment of a folder with this number, created at a time in ms since the epoch. */
export function toSegment(folder: string, number: number, createdAt: number): Segment {
  return { number, createdAt, path: join(folder, `${String(number).padStart(DIGITS, '0')}-${createdAt}.jsonl`) };
}

/** Returns the segments of a folder, oldest first; none where the folder is missing. */
export async function listSegments(folder: string): Promise<Segment[]> {
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.sort().flatMap((name) => {
    const [, number, createdAt] = SEGMENT_NAME.exec(name) ?? [];
    return number === undefined ? [] : [toSegment(folder, Number(number), Number(createdAt))];
  });
}

/** Returns when an announcement of a DATA_DIR was stored last, in ms since the epoch; undefined when none is. */
export async function lastStoredAt(dataDir: string): Promise<number | undefined> {
  const segments = (await listSegments(announcementsFolder(dataDir))).reverse();
  for (const { path } of segments) {
    const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 })); // it has just been deleted
    if (size > 0) return mtimeMs;
  }
  return undefined;
}

/** Deletes the segments before the newest one that were written longer ago than an age in ms, or exceed the bytes. */
export async function deleteOldSegments(folder: string, maxBytes: number, maxAgeMs: number): Promise<void> {
  const [, ...closed] = (await listSegments(folder)).reverse();
  let bytesLeft = maxBytes;
  for (const { path } of closed) {
    const { size, mtimeMs } = await stat(path);
    bytesLeft -= size;
    if (bytesLeft < 0 || Date.now() - mtimeMs > maxAgeMs) await unlink(path);
  }
}
