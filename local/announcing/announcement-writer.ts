import { type FileHandle, mkdir, open, readFile, stat } from 'node:fs/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE, syncFolder } from '../data-dir/write-file-atomic.ts';
import { parseLine, toLine } from './announcement-line.ts';
import { announcementsFolder, deleteOldSegments, listSegments, type Segment, toSegment } from './segments.ts';

/** Bounds of what is stored. */
export interface LogLimits {
  /** The bytes of all segments. */
  readonly maxBytes: number;
  /** Time that an announcement is stored at least while the bytes suffice, in ms; an hour longer at most. */
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
}

interface KnownSegment {
  readonly number: number;
  readonly path: string;
  bytes: number;
  readonly ids: Set<string>;
  readonly idsBefore: ReadonlySet<string>;
}

/** Appends announcements to the segments in a DATA_DIR, and deletes the oldest segments. For one process at a time. */
export class AnnouncementWriter {
  readonly #folder: string;
  readonly #limits: LogLimits;
  #current: OpenSegment | undefined;
  /** The ids in the newest segment, of which this many bytes are known, and in the one before. */
  #known: KnownSegment = { number: 0, path: '', bytes: 0, ids: new Set(), idsBefore: new Set() };

  constructor(dataDir: string, limits = DEFAULT_LIMITS) {
    this.#folder = announcementsFolder(dataDir);
    this.#limits = limits;
  }

  /**
   * Appends announcements, and returns when they are on the disk; leaves out those that the two newest segments have. After an
   * error, which may have stored some of them, they can be appended again.
   */
  append(announcements: readonly Announcement[]): Promise<void> {
    return this.#closeOnError(() => this.#append(announcements));
  }

  /** Deletes the segments that are too old, also when nothing is appended. */
  prune(): Promise<void> {
    return this.#closeOnError(async () => {
      const current = this.#current ?? (await this.#recover());
      if (this.#known.bytes > 0 && isOld(current)) await this.#rotate(current);
      else await this.#deleteOldest();
    });
  }

  async close(): Promise<void> {
    const file = this.#current?.file;
    this.#current = undefined;
    await file?.close().catch(() => {}); // each append was flushed, or threw
  }

  /** Closes the segment when the work throws: the next work opens it again, and cuts what was written in part. */
  async #closeOnError(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async #append(announcements: readonly Announcement[]): Promise<void> {
    let current = this.#current ?? (await this.#recover());
    const unseen = announcements.filter(({ detail }) => !this.#isKnown(detail.eventId));
    if (unseen.length === 0) return;
    const text = Buffer.from(unseen.map(toLine).join(''));
    const isFull = this.#known.bytes + text.length > this.#limits.maxBytes / SEGMENT_PART;
    if (this.#known.bytes > 0 && (isFull || isOld(current))) current = await this.#rotate(current);
    await assertInFolder(current); // or a follower reads from the deleted file what follows in the next one too
    await current.file.appendFile(text);
    await current.file.datasync();
    await assertInFolder(current);
    this.#known.bytes += text.length;
    for (const { detail } of unseen) this.#known.ids.add(detail.eventId);
  }

  #isKnown(eventId: string): boolean {
    return this.#known.ids.has(eventId) || this.#known.idsBefore.has(eventId);
  }

  /** Opens the newest segment, without a line that was written in part; creates one where there is none, or the known one was deleted. */
  async #recover(): Promise<OpenSegment> {
    await mkdir(this.#folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const [newest, older] = (await listSegments(this.#folder)).reverse();
    const { number } = this.#known;
    if (newest === undefined || newest.number < number)
      return this.#open(toSegment(this.#folder, number + 1, Date.now()));
    if (this.#known.path !== newest.path) {
      const idsBefore = older === undefined ? [] : readIds(await readFile(older.path));
      this.#known = { ...newest, bytes: 0, ids: new Set(), idsBefore: new Set(idsBefore) };
    }
    const current = await this.#open(newest);
    const bytes = await readFile(newest.path);
    const end = bytes.lastIndexOf('\n') + 1;
    if (end < bytes.length) await current.file.truncate(end);
    for (const id of readIds(bytes.subarray(this.#known.bytes, end))) this.#known.ids.add(id);
    this.#known.bytes = end;
    return current;
  }

  async #rotate({ number }: Segment): Promise<OpenSegment> {
    await this.close();
    const current = await this.#open(toSegment(this.#folder, number + 1, Date.now()));
    await this.#deleteOldest();
    return current;
  }

  /** Opens a segment, or creates one after the known one. */
  async #open(segment: Segment): Promise<OpenSegment> {
    const file = await open(segment.path, 'a', PRIVATE_FILE_MODE);
    this.#current = { ...segment, file };
    if (this.#known.path !== segment.path)
      this.#known = { ...segment, bytes: 0, ids: new Set(), idsBefore: this.#known.ids };
    await syncFolder(this.#folder);
    return this.#current;
  }

  /** Deletes the segments that are too old, and as many of the oldest as leave room for the one that grows. */
  #deleteOldest(): Promise<void> {
    const { maxBytes, maxAgeMs } = this.#limits;
    return deleteOldSegments(this.#folder, maxBytes * (1 - 1 / SEGMENT_PART), maxAgeMs);
  }
}

const isOld = ({ createdAt }: Segment): boolean => Date.now() - createdAt > MAX_SEGMENT_AGE_MS;

/** Throws when the file of a segment has lost its name: a deleted one takes more, for nobody. */
async function assertInFolder({ path, file }: OpenSegment): Promise<void> {
  const [named, { ino }] = await Promise.all([stat(path).catch(() => undefined), file.stat()]);
  if (named?.ino !== ino) throw new Error(`${path} was deleted, expected it to stay: begins another one`);
}

const readIds = (bytes: Buffer): string[] =>
  bytes
    .toString()
    .split('\n')
    .flatMap((line) => parseLine(line)?.detail.eventId ?? []);
