import type { StreamEvent } from './responses.ts';
import type { SampleHistory } from './samples.ts';
import type { View } from './view.ts';

/** What the reader answered to a path. */
export interface CachedResponse {
  readonly body: unknown;
  readonly etag: string | null;
  /** When its running durations were true, by a clock that only goes forward (ms). */
  readonly at: number;
  /** The same by the reader's clock, in ms since the epoch. */
  readonly date: number;
  /** The same by the viewer's clock, which may jump: where the two differ, the machine has slept. */
  readonly wallClock: number;
  /** When the reader last said that it is still so. */
  readonly checkedAt: number;
}

/** Why what is shown may be old. */
export interface ConnectionLost {
  readonly why: string;
  /** When the reader is asked again. */
  readonly retryAt: number;
}

/** The history of one stream as far as it was loaded beyond the newest. */
export interface OlderEvents {
  readonly path: string;
  readonly events: readonly StreamEvent[];
  readonly cursor: string | null;
}

/** All that the board knows. */
export interface State {
  readonly view: View;
  /** The list of streams as it was last looked at: the way back to it. */
  readonly list: View;
  readonly token: string | null;
  /** Whether the reader did not take the token that it was last shown. */
  readonly refused: boolean;
  /** By path; the latest last. */
  readonly kept: ReadonlyMap<string, CachedResponse>;
  readonly connectionLost: ConnectionLost | null;
  /** What the reader has against the question itself. */
  readonly requestError: string | null;
  readonly sampleHistory: SampleHistory;
  readonly olderEvents: OlderEvents | null;
  /** The cursor of the page before the one at a cursor. */
  readonly newerCursors: ReadonlyMap<string, string>;
}

/** What the reader tells is for who may see it: nothing of it outlives its token. */
export const noData = {
  kept: new Map(),
  sampleHistory: new Map(),
  olderEvents: null,
  newerCursors: new Map(),
  connectionLost: null,
  requestError: null,
} as const satisfies Partial<State>;

/** The one place where the board's state is. */
export class Store {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener at each change, until what is returned is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
