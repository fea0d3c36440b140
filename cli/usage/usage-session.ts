import { groupBy } from '../../lambda/group-by.ts';
import type { Json } from '../../lambda/stream/values.ts';

/** A session of a stream; times in ms since the epoch. */
export interface UsageSession {
  readonly app: string;
  readonly id: string;
  readonly streamName: string | null;
  /** Null where the start was missed. */
  readonly startedAt: number | null;
  /** Null while it is open. */
  readonly endedAt: number | null;
  readonly endReason: 'ended' | 'presumedEnded' | 'superseded' | null;
  /** The metadata as of the start, where it is known already: of an open session it is the stream's. */
  readonly metadata?: Metadata;
}

/** The metadata of a stream, mostly an object or a text; null for none. */
export type Metadata = Json;

/** The identity of a stream, and of the open session in it. */
export const streamKeyOf = ({ app, id }: Pick<UsageSession, 'app' | 'id'>): string => JSON.stringify([app, id]);

/** Sessions, each once: of several answers about one the last wins, since a presumed end may move and an open session ends. */
export class SessionSet {
  readonly #sessions = new Map<string, UsageSession>();

  get size(): number {
    return this.#sessions.size;
  }

  add(session: UsageSession): void {
    this.#sessions.set(keyOf(session), session);
  }

  /** Returns the sessions of each stream, in no order. */
  byStream(): UsageSession[][] {
    return [...groupBy([...this.#sessions.values()], streamKeyOf).values()];
  }
}

/** A session is known by its start; without one by its end. */
const keyOf = ({ app, id, startedAt, endedAt }: UsageSession): string =>
  JSON.stringify([app, id, startedAt, startedAt === null ? endedAt : 'known']);
