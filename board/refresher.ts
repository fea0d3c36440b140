import { backoffMs, REFRESH_MS } from './backoff.ts';
import { type FetchResult, fetchApi } from './fetch-api.ts';
import { applyResponse, readCache } from './response-cache.ts';
import { noData, type Store } from './store.ts';
import { clearRefusedToken } from './token-storage.ts';
import { apiPath } from './view.ts';

/** The age, in ms, from which data is marked as outdated. */
export const OUTDATED_AFTER_MS = 3 * REFRESH_MS;

/** Refreshes the data of the view: one request at a time, and none while the page is hidden. */
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

  /** Sends a request at once, and schedules the next one. */
  async refreshNow(): Promise<void> {
    this.pause();
    const { token, view } = this.#store.state;
    if (token === null || document.hidden) return;
    const controller = new AbortController();
    this.#controller = controller;
    const path = apiPath(view);
    const result = await fetchApi(path, token, readCache(this.#store.state, path)?.etag ?? null, controller.signal);
    if (controller.signal.aborted) return;
    this.#failures = result.kind === 'unavailable' ? this.#failures + 1 : 0;
    const wait = backoffMs(this.#failures, Math.random());
    if (result.kind === 'unauthorized') return this.#signOut(token);
    this.#applyResult(path, result, wait);
    this.#timer = window.setTimeout(() => this.refreshNow(), wait);
  }

  #signOut(token: string): void {
    clearRefusedToken(token);
    this.#store.set({ ...noData, token: null, isTokenRefused: true });
  }

  #applyResult(path: string, result: Exclude<FetchResult, { kind: 'unauthorized' }>, wait: number): void {
    const store = this.#store;
    if (result.kind === 'unavailable') {
      store.set({ connectionLost: { reason: result.reason, retryAt: performance.now() + wait } });
    } else if (result.kind === 'rejected') {
      store.set({ requestError: `Request failed: ${result.reason}`, connectionLost: null });
    } else {
      store.set({
        ...applyResponse(store.state, path, result),
        ...{ connectionLost: null, requestError: null, isTokenRefused: false },
      });
    }
  }
}
