import { backoffMs, REFRESH_MS } from './backoff.ts';
import { type FetchResult, fetchApi } from './fetch-api.ts';
import { applyResponse, dropResponse, readCache } from './response-cache.ts';
import { noData, type Store } from './store.ts';
import { clearRefusedToken } from './token-storage.ts';
import { apiPath, EXPECTED_PATH, type View } from './view.ts';

/** The age, in ms, from which data is marked as outdated. */
export const OUTDATED_AFTER_MS = 3 * REFRESH_MS;

/**
 * The time (ms) after which a receiver without expected streams is asked for them again: an old one never has them, a new one
 * may lack them while it is being deployed.
 */
const ASK_AGAIN_MS = 600_000;

/** Refreshes the data of the view: one round of requests at a time, and none while the page is hidden. */
export class Refresher {
  readonly #store: Store;
  #timer = 0;
  #controller = new AbortController();
  #failures = 0;
  /** By the monotonic clock, in ms. */
  #lacksExpectedUntil = 0;

  constructor(store: Store) {
    this.#store = store;
    document.addEventListener('visibilitychange', () => (document.hidden ? this.pause() : this.refreshNow()));
    window.addEventListener('online', () => this.refreshNow());
  }

  pause(): void {
    window.clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** Sends the requests of the view at once, and schedules the next ones. */
  async refreshNow(): Promise<void> {
    this.pause();
    const { token, view } = this.#store.state;
    if (token === null || document.hidden) return;
    const controller = new AbortController();
    this.#controller = controller;
    const path = apiPath(view);
    const load = (of: string) => this.#load(of, token, controller.signal);
    const [result, expected] = await Promise.all([load(path), this.#wantsExpected(view) ? load(EXPECTED_PATH) : null]);
    if (controller.signal.aborted) return;
    if (result.kind === 'unauthorized' || expected?.kind === 'unauthorized') return this.#signOut(token);
    const unavailable = [result, expected].find((one) => one?.kind === 'unavailable');
    this.#failures = unavailable === undefined ? 0 : this.#failures + 1;
    const wait = backoffMs(this.#failures, Math.random());
    const retryAt = performance.now() + wait;
    this.#store.set({ connectionLost: unavailable === undefined ? null : { reason: unavailable.reason, retryAt } });
    this.#applyResult(path, result);
    if (expected !== null) this.#applyExpected(expected);
    this.#timer = window.setTimeout(() => this.refreshNow(), wait);
  }

  #load(path: string, token: string, signal: AbortSignal): Promise<FetchResult> {
    return fetchApi(path, token, readCache(this.#store.state, path)?.etag ?? null, signal);
  }

  #wantsExpected({ page }: View): boolean {
    return page === 'streams' && performance.now() >= this.#lacksExpectedUntil;
  }

  #signOut(token: string): void {
    clearRefusedToken(token);
    this.#store.set({ ...noData, token: null, isTokenRefused: true });
  }

  #applyResult(path: string, result: FetchResult): void {
    const store = this.#store;
    if (result.kind === 'rejected') store.set({ requestError: `Request failed: ${result.reason}` });
    if (isUsable(result))
      store.set({ ...applyResponse(store.state, path, result), requestError: null, isTokenRefused: false });
  }

  #applyExpected(result: FetchResult): void {
    const store = this.#store;
    if (isUsable(result)) store.set(applyResponse(store.state, EXPECTED_PATH, result));
    if (result.kind !== 'rejected') return;
    this.#lacksExpectedUntil = performance.now() + ASK_AGAIN_MS;
    store.set(dropResponse(store.state, EXPECTED_PATH));
  }
}

const isUsable = (result: FetchResult) => result.kind === 'ok' || result.kind === 'notModified';
