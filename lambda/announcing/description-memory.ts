import { streamPartition } from '../table/keys.ts';
import type { AnnouncedStream } from './announcement.ts';

/** The streams that are remembered. */
const MAX_STREAMS = 1_000;

/**
 * What the announcer last saw of streams: it may not read the table, and the row of a recording or error has only what that
 * hook said. Their states pass in the same batch, or have passed before.
 */
export class DescriptionMemory {
  readonly #byStream = new Map<string, AnnouncedStream>();

  get(app: string, id: string): AnnouncedStream | undefined {
    return this.#byStream.get(streamPartition(app, id));
  }

  /** Remembers a description, and forgets the stream whose description is the oldest where there are too many. */
  set(app: string, id: string, description: AnnouncedStream): void {
    const key = streamPartition(app, id);
    this.#byStream.delete(key);
    this.#byStream.set(key, description);
    const [oldest] = this.#byStream.keys();
    if (this.#byStream.size > MAX_STREAMS && oldest !== undefined) this.#byStream.delete(oldest);
  }
}
