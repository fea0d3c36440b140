import { type FileHandle, mkdir, open, readFile, stat, truncate, unlink } from 'node:fs/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE, syncFolder } from '../data-dir/write-file-atomic.ts';
import { parseLine, toLine } from './announcement-line.ts';
import { announcementsFolder, listSegments, type Segment, toSegment } from './segments.ts';

/** How much is stored. */
export interface LogLimits {
  /** The bytes of all segments. */
  readonly maxBytes: number;
  /** How long an announcement is stored at least while the bytes suffice, in ms; an hour longer at most. */
  readonly maxAgeMs: number;
}

const HOUR_MS = 60 * 60 * 1_000;
const DEFAULT_LIMITS: LogLimits = { maxBytes: 50_000_000, maxAgeMs: 24 * HOUR_MS };

/** The segment that grows has at most this part of all bytes, and is at most an hour old. */
const SEGMENT_PART = 10;
const MAX_SEGMENT_AGE_MS = HOUR_MS;

/** The segment that grows. */
interface OpenSegment extends Segment {
  readonly file: FileHandle;
  bytes: number;
}

/** Appends announcements to the segments in a DATA_DIR, and deletes the oldest segments. For one process at a time. */
export class AnnouncementWriter {
  readonly #folder: string;
  readonly #limits: LogLimits;
  #current: OpenSegment | undefined;
  /** The ids in the two newest segments. */
  #recentIds: { readonly older: Set<string>; readonly newer: Set<string> } = { older: new Set(), newer: new Set() };

  constructor(dataDir: string, limits = DEFAULT_LIMITS) {
    this.#folder = announcementsFolder(dataDir);
    this.#limits = limits;
  }

  /**
   * Appends announcements, and returns when they are on the disk; leaves out those that the two newest segments have. After an
   * error they can be appended again: a part of them may have been stored.
   */
  async append(announcements: readonly Announcement[]): Promise<void> {
    try {
      await this.#append(announcements);
    } catch (error) {
      await this.close(); // the next one cuts what was written in part
      throw error;
    }
  }

  /** Deletes the segments that are too old, also when nothing is appended. */
  async prune(): Promise<void> {
    const current = this.#current ?? (await this.#recover());
    const isOld = Date.now() - current.createdAt > MAX_SEGMENT_AGE_MS;
    if (isOld && current.bytes > 0) await this.#rotate();
    else await this.#deleteOldest();
  }

  async close(): Promise<void> {
    const file = this.#current?.file;
    this.#current = undefined;
    await file?.close().catch(() => {}); // each append was flushed, or threw
  }

  async #append(announcements: readonly Announcement[]): Promise<void> {
    let current = this.#current ?? (await this.#recover());
    const unseen = announcements.filter(({ detail }) => !this.#isRecent(detail.eventId));
    if (unseen.length === 0) return;
    const text = Buffer.from(unseen.map(toLine).join(''));
    if (current.bytes > 0 && this.#isFull(current, text.length)) current = await this.#rotate();
    await current.file.appendFile(text);
    await current.file.datasync();
    current.bytes += text.length;
    for (const { detail } of unseen) this.#recentIds.newer.add(detail.eventId);
  }

  #isRecent(eventId: string): boolean {
    const { older, newer } = this.#recentIds;
    return newer.has(eventId) || older.has(eventId);
  }

  #isFull({ bytes, createdAt }: OpenSegment, moreBytes: number): boolean {
    return bytes + moreBytes > this.#limits.maxBytes / SEGMENT_PART || Date.now() - createdAt > MAX_SEGMENT_AGE_MS;
  }

  /** Opens the newest segment, without a line that was written in part, or creates the first one. */
  async #recover(): Promise<OpenSegment> {
    await mkdir(this.#folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const [newest, older] = (await listSegments(this.#folder)).reverse();
    if (newest === undefined) return this.#open(toSegment(this.#folder, 1, Date.now()));
    const bytes = await readFile(newest.path);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end < bytes.length) await truncate(newest.path, end);
    const olderIds = older === undefined ? [] : readIds(await readFile(older.path));
    this.#recentIds = { older: new Set(olderIds), newer: new Set(readIds(bytes.subarray(0, end))) };
    return this.#open(newest);
  }

  async #rotate(): Promise<OpenSegment> {
    const { number = 0 } = this.#current ?? {};
    await this.close();
    const current = await this.#open(toSegment(this.#folder, number + 1, Date.now()));
    this.#recentIds = { older: this.#recentIds.newer, newer: new Set() };
    await this.#deleteOldest();
    return current;
  }

  async #open(segment: Segment): Promise<OpenSegment> {
    const file = await open(segment.path, 'a', PRIVATE_FILE_MODE);
    this.#current = { ...segment, file, bytes: (await file.stat()).size };
    await syncFolder(this.#folder);
    return this.#current;
  }

  /** Deletes the segments that are too old, and as many of the oldest as leave room for the one that grows. */
  async #deleteOldest(): Promise<void> {
    const [, ...closed] = (await listSegments(this.#folder)).reverse();
    let bytesLeft = this.#limits.maxBytes * (1 - 1 / SEGMENT_PART);
    for (const { path } of closed) {
      const { size, mtimeMs } = await stat(path);
      bytesLeft -= size;
      if (bytesLeft < 0 || Date.now() - mtimeMs > this.#limits.maxAgeMs) await unlink(path);
    }
  }
}

const readIds = (bytes: Buffer): string[] =>
  bytes
    .toString()
    .split('\n')
    .flatMap((line) => parseLine(line)?.detail.eventId ?? []);
