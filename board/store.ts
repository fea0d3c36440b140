import type { StreamEvent } from './responses.ts';
import type { SampleHistory } from './samples.ts';
import type { View } from './view.ts';

/** A response of the read API, and when it was valid. */
export interface CachedResponse {
  readonly body: unknown;
  readonly headers: Headers;
  /** The time for which its running durations hold, by the monotonic clock, in ms. */
  readonly at: number;
  /** The same time by the receiver's clock, in ms since the epoch. */
  readonly date: number;
  /** The same time by the viewer's clock, which may jump: once it drifts from `at`, the machine has slept. */
  readonly wallClock: number;
  /** When the receiver last confirmed it, by the monotonic clock, in ms. */
  readonly checkedAt: number;
}

/** The reason why the data may be outdated. */
export interface ConnectionLost {
  readonly reason: string;
  /** The time of the next attempt, by the monotonic clock, in ms. */
  readonly retryAt: number;
}

/** The events of one stream that were loaded beyond the newest. */
export interface OlderEvents {
  /** The key of the request of the stream. */
  readonly key: string;
  readonly events: readonly StreamEvent[];
  readonly cursor: string | null;
}

/** The whole state of the board. */
export interface BoardState {
  readonly view: View;
  /** The list of streams as it was last shown: links lead back to it. */
  readonly list: View;
  readonly token: string | null;
  /** Whether the receiver refused the last token. */
  readonly isTokenRefused: boolean;
  /** Responses by the keys of their requests; the latest last. */
  readonly cache: ReadonlyMap<string, CachedResponse>;
  readonly connectionLost: ConnectionLost | null;
  /** The reason why a request of this view failed for good, as a sentence without its full stop. */
  readonly requestError: string | null;
  readonly sampleHistory: SampleHistory;
  readonly olderEvents: OlderEvents | null;
  /** For the cursor of a page, the cursor of the page before it. */
  readonly newerCursors: ReadonlyMap<string, string>;
}

/** The state without data: data must not outlive the token that it was read with. */
export const noData = {
  cache: new Map(),
  sampleHistory: new Map(),
  olderEvents: null,
  newerCursors: new Map(),
  connectionLost: null,
  requestError: null,
} as const satisfies Partial<BoardState>;

/** The only holder of the state; it notifies listeners of changes. */
export class Store {
  #state: BoardState;
  readonly #listeners = new Set<() => void>();

  constructor(state: BoardState) {
    this.#state = state;
  }

  get state(): BoardState {
    return this.#state;
  }

  set(change: Partial<BoardState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener on each change, and returns a function that stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
