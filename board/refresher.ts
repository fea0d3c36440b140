import { type Asked, ask } from './ask.ts';
import { REFRESH_MS, waitAfter } from './backoff.ts';
import { remembered, withAnswer } from './cache.ts';
import { forgetRefused } from './remembered-token.ts';
import { nothingTold, type Store } from './store.ts';
import { pathOf } from './view.ts';

/** Keeps what is on the screen fresh: one question at a time, and none while nobody looks. */
export class Refresher {
  readonly #store: Store;
  #timer = 0;
  #asking = new AbortController();
  #failures = 0;

  constructor(store: Store) {
    this.#store = store;
    document.addEventListener('visibilitychange', () => (document.hidden ? this.pause() : this.now()));
    window.addEventListener('online', () => this.now());
  }

  pause(): void {
    window.clearTimeout(this.#timer);
    this.#asking.abort();
  }

  /** Asks at once, whatever was waited for. */
  async now(): Promise<void> {
    this.pause();
    const { token, view } = this.#store.state;
    if (token === null || document.hidden) return;
    const asking = new AbortController();
    this.#asking = asking;
    const path = pathOf(view);
    const asked = await ask(path, token, remembered(this.#store.state, path)?.etag ?? null, asking.signal);
    if (asking.signal.aborted) return;
    this.#failures = asked.kind === 'away' ? this.#failures + 1 : 0;
    const wait = waitAfter(this.#failures, Math.random());
    if (asked.kind === 'refused') return this.#leave(token);
    this.#take(path, asked, wait);
    this.#timer = window.setTimeout(() => this.now(), wait);
  }

  #leave(token: string): void {
    forgetRefused(token);
    this.#store.set({ ...nothingTold, token: null, refused: true });
  }

  #take(path: string, asked: Exclude<Asked, { kind: 'refused' }>, wait: number): void {
    const { state } = this.#store;
    if (asked.kind === 'away') this.#store.set({ trouble: { why: asked.why, retryAt: performance.now() + wait } });
    else if (asked.kind === 'problem') this.#store.set({ problem: asked.why, trouble: null });
    else this.#store.set({ ...withAnswer(state, path, asked), trouble: null, problem: null, refused: false });
  }
}

/** So old may be what is shown before it says so louder, in ms. */
export const OLD_MS = 3 * REFRESH_MS;
