import { streamPartition } from '../table/row-keys.ts';
import type { AnnouncedStream } from './announcement.ts';

/** The descriptions of streams that are remembered, in bytes of JSON: a few KB each as a rule, at most 256 KB. */
const MAX_BYTES = 8_000_000;

/** The description of a stream, and its size in bytes of JSON. */
interface Entry {
  readonly description: AnnouncedStream;
  readonly bytes: number;
}

/**
 * The descriptions that the announcer last saw of streams: it may not read the table, and the row of a recording or error has only what that
 * hook said. Their states pass in the same batch, or have passed before.
 */
export class DescriptionMemory {
  readonly #maxBytes: number;
  readonly #byStream = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get(app: string, id: string): AnnouncedStream | undefined {
    return this.#byStream.get(streamPartition(app, id))?.description;
  }

  /** Remembers a description, and forgets the streams whose descriptions are the oldest where there are too many. */
  set(app: string, id: string, description: AnnouncedStream): void {
    const key = streamPartition(app, id);
    const bytes = key.length + Buffer.byteLength(JSON.stringify(description));
    this.#delete(key);
    this.#byStream.set(key, { description, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#byStream.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#bytes -= this.#byStream.get(key)?.bytes ?? 0;
    this.#byStream.delete(key);
  }
}
