import { type FileHandle, open } from 'node:fs/promises';
import type { Segment } from './segments.ts';

/** The bytes that are read at once; more where a line needs them. */
const CHUNK_BYTES = 1_000_000;

/** A complete line of a segment, and the offset behind it in bytes. */
export interface SegmentLine {
  readonly text: string;
  readonly end: number;
}

/** Reads a segment, while it grows and also once it has been deleted. */
export class SegmentReader {
  readonly segment: Segment;
  readonly #file: FileHandle;
  #offset = 0;

  private constructor(segment: Segment, file: FileHandle) {
    this.segment = segment;
    this.#file = file;
  }

  /** Opens a segment; undefined where it was deleted. */
  static async open(segment: Segment): Promise<SegmentReader | undefined> {
    const file = await openIfExists(segment.path);
    return file && new SegmentReader(segment, file);
  }

  /** Returns the next complete lines; none at the end. */
  async readLines(): Promise<SegmentLine[]> {
    const bytes = await readToNewline(this.#file, this.#offset);
    const lines: SegmentLine[] = [];
    let begin = 0;
    for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', begin)) {
      lines.push({ text: bytes.toString('utf8', begin, end), end: this.#offset + end + 1 });
      begin = end + 1;
    }
    this.#offset += begin;
    return lines;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Reads one chunk, or as many as contain the end of a line. */
async function readToNewline(file: FileHandle, offset: number): Promise<Buffer> {
  const available = Math.max(0, (await file.stat()).size - offset);
  for (let size = CHUNK_BYTES; ; size *= 2) {
    const buffer = Buffer.allocUnsafe(Math.min(size, available));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    const bytes = buffer.subarray(0, bytesRead);
    if (size >= available || bytes.includes('\n')) return bytes;
  }
}

async function openIfExists(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
