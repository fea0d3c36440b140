import { backoffMs, REFRESH_MS } from './backoff.ts';
import { type FetchResult, fetchApi } from './fetch-api.ts';
import { applyResponse, readCache } from './response-cache.ts';
import { noData, type Store } from './store.ts';
import { clearRefusedToken } from './token-storage.ts';
import { apiPath } from './view.ts';

/** Keeps what is on the screen fresh: one question at a time, and none while nobody looks. */
export class Refresher {
  readonly #store: Store;
  #timer = 0;
  #controller = new AbortController();
  #failures = 0;

  constructor(store: Store) {
    this.#store = store;
    document.addEventListener('visibilitychange', () => (document.hidden ? this.pause() : this.refreshNow()));
    window.addEventListener('online', () => this.refreshNow());
  }

  pause(): void {
    window.clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** Asks at once, whatever was waited for. */
  async refreshNow(): Promise<void> {
    this.pause();
    const { token, view } = this.#store.state;
    if (token === null || document.hidden) return;
    const controller = new AbortController();
    this.#controller = controller;
    const path = apiPath(view);
    const result = await fetchApi(path, token, readCache(this.#store.state, path)?.etag ?? null, controller.signal);
    if (controller.signal.aborted) return;
    this.#failures = result.kind === 'away' ? this.#failures + 1 : 0;
    const wait = backoffMs(this.#failures, Math.random());
    if (result.kind === 'refused') return this.#signOut(token);
    this.#applyResult(path, result, wait);
    this.#timer = window.setTimeout(() => this.refreshNow(), wait);
  }

  #signOut(token: string): void {
    clearRefusedToken(token);
    this.#store.set({ ...noData, token: null, refused: true });
  }

  #applyResult(path: string, result: Exclude<FetchResult, { kind: 'refused' }>, wait: number): void {
    const { state } = this.#store;
    if (result.kind === 'away')
      this.#store.set({ connectionLost: { why: result.why, retryAt: performance.now() + wait } });
    else if (result.kind === 'problem') this.#store.set({ requestError: result.why, connectionLost: null });
    else
      this.#store.set({
        ...applyResponse(state, path, result),
        connectionLost: null,
        requestError: null,
        refused: false,
      });
  }
}

/** So old may be what is shown before it says so louder, in ms. */
export const OUTDATED_AFTER_MS = 3 * REFRESH_MS;
