import { additionsOf } from './additions.ts';
import { backoffMs } from './backoff.ts';
import type { Fetcher } from './fetch-answer.ts';
import type { FetchResult } from './fetch-result.ts';
import { type AnyRequest, isSearch, mainRequest, refreshMsOf, requestKey } from './requests.ts';
import { answerOf, applyResponse, dropResponse, readCache } from './response-cache.ts';
import { searchPages } from './search-pages.ts';
import { noData, type Store } from './store.ts';
import { clearRefusedToken } from './token-storage.ts';
import type { View } from './view.ts';

/** Returns the age (ms) from which the data of a view is marked as outdated. */
export const outdatedAfterMs = (view: View): number => 3 * refreshMsOf(view);

/** The time (ms) from which requests in flight are late. */
const LATE_AFTER_MS = 5_000;

/**
 * The time (ms) after which a receiver that lacks a path is asked for it again: an old one never has it, a new one may lack it
 * while it is being deployed.
 */
const ASK_AGAIN_MS = 600_000;

/** Refreshes the data of the view: one round of requests at a time, and none while the page is hidden. */
export class Refresher {
  readonly #store: Store;
  readonly #fetcher: Fetcher;
  #timer = 0;
  /** The number of the latest round: the answers of earlier ones are ignored. */
  #round = 0;
  #failures = 0;
  /** When the requests in flight were sent, by the monotonic clock, in ms; null for none. */
  #sentAt: number | null = null;
  /** When everything was last answered as it should be, by the monotonic clock, in ms. */
  #answeredAt = performance.now();
  #hasFailed = false;
  /** The paths that the receiver lacks, and until when, by the monotonic clock, in ms. */
  readonly #lacksUntil = new Map<string, number>();

  constructor(store: Store, fetcher: Fetcher) {
    this.#store = store;
    this.#fetcher = fetcher;
    document.addEventListener('visibilitychange', () => (document.hidden ? this.pause() : this.refreshNow()));
    window.addEventListener('online', () => this.refreshNow());
  }

  /** Returns the time of the last good refresh, by the monotonic clock, in ms, when one has failed since or is late; else null. */
  failingSince(now: number): number | null {
    const isLate = this.#sentAt !== null && now - this.#sentAt > LATE_AFTER_MS;
    return this.#hasFailed || isLate ? this.#answeredAt : null;
  }

  pause(): void {
    window.clearTimeout(this.#timer);
    this.#sentAt = null;
    this.#round++;
  }

  /** Sends the requests of the view at once, and schedules the next ones. */
  async refreshNow(): Promise<void> {
    this.pause();
    const { token, view } = this.#store.state;
    if (token === null || document.hidden) return;
    const round = this.#round;
    const main = mainRequest(view);
    const additions = this.#dueAdditions(view);
    const load = (request: AnyRequest) => this.#fetcher.fetch(token, request);
    this.#sentAt = performance.now();
    const mainAnswer = isSearch(view) && main.path === '/streams' ? searchPages(load, main) : load(main);
    const [result, ...added] = await Promise.all([mainAnswer, ...additions.map(load)]);
    if (round !== this.#round) return;
    const results = [result, ...added];
    if (results.some(({ kind }) => kind === 'unauthorized')) return this.#signOut(token);
    const unavailable = results.find((one) => one.kind === 'unavailable');
    this.#note(unavailable === undefined && result.kind === 'ok');
    this.#failures = unavailable === undefined ? 0 : this.#failures + 1;
    const wait = this.#failures === 0 ? refreshMsOf(view) : backoffMs(this.#failures, Math.random());
    const retryAt = performance.now() + wait;
    this.#store.set({ connectionLost: unavailable === undefined ? null : { reason: unavailable.reason, retryAt } });
    this.#applyMain(main, result);
    for (const [index, request] of additions.entries()) this.#applyAddition(request, added[index]);
    this.#timer = window.setTimeout(() => this.refreshNow(), wait);
  }

  /** Notes the end of a refresh: whether all went well. A path that the receiver lacks is no failure. */
  #note(isGood: boolean): void {
    this.#sentAt = null;
    this.#hasFailed = !isGood;
    if (isGood) this.#answeredAt = performance.now();
  }

  /** The further requests of a page, as far as they are due. */
  #dueAdditions(view: View): AnyRequest[] {
    const now = performance.now();
    const isDue = (request: AnyRequest, maxAgeMs: number) =>
      now - (readCache(this.#store.state, requestKey(request))?.checkedAt ?? Number.NEGATIVE_INFINITY) >= maxAgeMs;
    return additionsOf(view, (request) => answerOf(this.#store.state, request))
      .filter(({ request, maxAgeMs }) => isDue(request, maxAgeMs) && now >= (this.#lacksUntil.get(request.path) ?? 0))
      .map(({ request }) => request);
  }

  #signOut(token: string): void {
    clearRefusedToken(token);
    this.#store.set({ ...noData, token: null, isTokenRefused: true });
  }

  #applyMain(request: AnyRequest, result: FetchResult): void {
    const store = this.#store;
    if (result.kind === 'rejected') store.set({ requestError: `Request failed: ${result.reason}` });
    if (result.kind === 'ok')
      store.set({
        ...applyResponse(store.state, requestKey(request), result),
        requestError: null,
        isTokenRefused: false,
      });
  }

  #applyAddition(request: AnyRequest, result: FetchResult | undefined): void {
    const store = this.#store;
    if (result?.kind === 'ok') store.set(applyResponse(store.state, requestKey(request), result));
    if (result?.kind !== 'rejected') return;
    this.#lacksUntil.set(request.path, performance.now() + ASK_AGAIN_MS);
    store.set(dropResponse(store.state, requestKey(request)));
  }
}
