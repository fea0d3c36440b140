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

/** The time (ms) after which a rejected request is repeated: an old receiver always rejects it, a new one while it is being deployed. */
const ASK_AGAIN_MS = 600_000;

/** A round of requests. */
interface Round {
  readonly number: number;
  readonly token: string;
  readonly view: View;
}

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
  /** The requests that the receiver rejects, and until when they are not repeated, by the monotonic clock, in ms. */
  #lacksUntil = new Map<string, number>();
  #lastToken = '';

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
    const round: Round = { number: this.#round, token, view };
    this.#lacksUntil = token === this.#lastToken ? this.#lacksUntil : new Map(); // the viewer may be another one
    this.#lastToken = token;
    this.#sentAt = performance.now();
    const results = await this.#load(round);
    if (this.#isOver(round)) return;
    if (results.some(({ kind }) => kind === 'unauthorized')) return this.#signOut(token);
    const unavailable = results.find((one) => one.kind === 'unavailable');
    this.#note(unavailable === undefined && results[0]?.kind === 'ok');
    this.#failures = unavailable === undefined ? 0 : this.#failures + 1;
    const wait = this.#failures === 0 ? refreshMsOf(view) : backoffMs(this.#failures, Math.random());
    const retryAt = performance.now() + wait;
    this.#store.set({ connectionLost: unavailable === undefined ? null : { reason: unavailable.reason, retryAt } });
    this.#timer = window.setTimeout(() => this.refreshNow(), wait);
  }

  /** Loads what a page is about, and what it shows beside that; each answer is shown as it arrives. */
  async #load(round: Round): Promise<FetchResult[]> {
    const main = mainRequest(round.view);
    const results = await Promise.all([
      this.#loadMain(round, main),
      ...this.#dueAdditions(round.view).map((request) => this.#loadAddition(round, request)),
    ]);
    if (this.#isOver(round)) return results;
    const unknown = this.#dueAdditions(round.view).filter((request) => !this.#isKnown(request)); // by the counts that have come
    return [...results, ...(await Promise.all(unknown.map((request) => this.#loadAddition(round, request))))];
  }

  async #loadMain(round: Round, request: AnyRequest): Promise<FetchResult> {
    const fetchPage = (page: AnyRequest) => {
      this.#sentAt = performance.now();
      return this.#fetch(round, page);
    };
    const isOver = () => this.#isOver(round);
    const result =
      isSearch(round.view) && request.path === '/streams'
        ? await searchPages(fetchPage, request, isOver)
        : await fetchPage(request);
    if (isOver()) return result;
    const store = this.#store;
    if (result.kind === 'rejected') store.set({ requestError: `Request failed: ${result.reason}` });
    if (result.kind === 'ok')
      store.set({
        ...applyResponse(store.state, requestKey(request), result),
        requestError: null,
        isTokenRefused: false,
      });
    return result;
  }

  async #loadAddition(round: Round, request: AnyRequest): Promise<FetchResult> {
    const result = await this.#fetch(round, request);
    if (this.#isOver(round)) return result;
    const store = this.#store;
    const key = requestKey(request);
    if (result.kind === 'ok') store.set(applyResponse(store.state, key, result));
    if (result.kind !== 'rejected') return result;
    this.#lacksUntil.set(key, performance.now() + ASK_AGAIN_MS);
    store.set(dropResponse(store.state, key));
    return result;
  }

  #fetch = ({ token }: Round, request: AnyRequest): Promise<FetchResult> =>
    this.#fetcher.fetch(token, request, this.#isKnown(request));

  #isKnown = (request: AnyRequest): boolean => readCache(this.#store.state, requestKey(request)) !== undefined;

  #isOver = ({ number }: Round): boolean => number !== this.#round;

  /** Notes the end of a refresh: whether all went well. A path that the receiver lacks is no failure. */
  #note(isGood: boolean): void {
    this.#sentAt = null;
    this.#hasFailed = !isGood;
    if (isGood) this.#answeredAt = performance.now();
  }

  /** The further requests of a page, as far as they are due. */
  #dueAdditions(view: View): AnyRequest[] {
    const now = performance.now();
    return additionsOf(view, (request) => answerOf(this.#store.state, request))
      .filter(({ request, maxAgeMs }) => {
        const key = requestKey(request);
        const { checkedAt = Number.NEGATIVE_INFINITY } = readCache(this.#store.state, key) ?? {};
        return now - checkedAt >= maxAgeMs && now >= (this.#lacksUntil.get(key) ?? 0);
      })
      .map(({ request }) => request);
  }

  #signOut(token: string): void {
    clearRefusedToken(token);
    this.#store.set({ ...noData, token: null, isTokenRefused: true });
  }
}
