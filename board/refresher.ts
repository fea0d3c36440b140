import { backoffMs, REFRESH_MS } from './backoff.ts';
import { type FetchResult, fetchApi } from './fetch-api.ts';
import { applyResponse, dropResponse, readCache } from './response-cache.ts';
import { noData, type Store } from './store.ts';
import { clearRefusedToken } from './token-storage.ts';
import { apiPath, EXPECTED_PATH, refusalsPath, type View } from './view.ts';

/** The age, in ms, from which data is marked as outdated. */
export const OUTDATED_AFTER_MS = 3 * REFRESH_MS;

/** The age (ms) at which refusals are read again: they are counted by minutes, and many rows cost as much as the streams. */
const REFUSALS_AGE_MS = 14_000;

/**
 * The time (ms) after which a receiver without expected streams, or refusals, is asked for them again: an old one never has
 * them, a new one may lack them while it is being deployed.
 */
const ASK_AGAIN_MS = 600_000;

/** Refreshes the data of the view: one round of requests at a time, and none while the page is hidden. */
export class Refresher {
  readonly #store: Store;
  #timer = 0;
  #controller = new AbortController();
  #failures = 0;
  /** The paths, without parameters, that the receiver lacks, and until when, by the monotonic clock, in ms. */
  readonly #lacksUntil = new Map<string, number>();

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
    const notices = this.#noticePaths(view);
    const [result, ...noticed] = await Promise.all([load(path), ...notices.map(load)]);
    if (controller.signal.aborted) return;
    const results = [result, ...noticed];
    if (results.some(({ kind }) => kind === 'unauthorized')) return this.#signOut(token);
    const unavailable = results.find((one) => one.kind === 'unavailable');
    this.#failures = unavailable === undefined ? 0 : this.#failures + 1;
    const wait = backoffMs(this.#failures, Math.random());
    const retryAt = performance.now() + wait;
    this.#store.set({ connectionLost: unavailable === undefined ? null : { reason: unavailable.reason, retryAt } });
    this.#applyResult(path, result);
    for (const [index, notice] of noticed.entries()) this.#applyNotice(notices[index] ?? '', notice);
    this.#timer = window.setTimeout(() => this.refreshNow(), wait);
  }

  #load(path: string, token: string, signal: AbortSignal): Promise<FetchResult> {
    return fetchApi(path, token, readCache(this.#store.state, path)?.etag ?? null, signal);
  }

  /** The paths of what the list of streams shows above it, as far as they are due. */
  #noticePaths(view: View): string[] {
    if (view.page !== 'streams') return [];
    const now = performance.now();
    const refusals = refusalsPath(view);
    const { checkedAt = Number.NEGATIVE_INFINITY } = readCache(this.#store.state, refusals) ?? {};
    const due = now - checkedAt < REFUSALS_AGE_MS ? [EXPECTED_PATH] : [EXPECTED_PATH, refusals];
    return due.filter((path) => now >= (this.#lacksUntil.get(routeOf(path)) ?? 0));
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

  #applyNotice(path: string, result: FetchResult): void {
    const store = this.#store;
    if (isUsable(result)) store.set(applyResponse(store.state, path, result));
    if (result.kind !== 'rejected') return;
    this.#lacksUntil.set(routeOf(path), performance.now() + ASK_AGAIN_MS);
    store.set(dropResponse(store.state, path));
  }
}

const routeOf = (path: string): string => path.split('?', 1)[0] ?? '';

const isUsable = (result: FetchResult) => result.kind === 'ok' || result.kind === 'notModified';
