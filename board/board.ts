import type { Answer } from '../client/api-types.ts';
import { mergeEvents } from './event-history.ts';
import { Fetcher } from './fetch-answer.ts';
import { Refresher } from './refresher.ts';
import { eventsRequest, mainRequest, requestKey } from './requests.ts';
import { noData, type Store } from './store.ts';
import { Tabs } from './tabs.ts';
import { clearToken, loadToken, saveToken } from './token-storage.ts';
import { parseView, toQuery, type View } from './view.ts';

/** The actions of the board: navigation, signing in and out, loading more. */
export class Board {
  readonly store: Store;
  readonly #fetcher = new Fetcher();
  readonly #refresher: Refresher;
  readonly #tabs: Tabs;

  constructor(store: Store) {
    this.store = store;
    this.#refresher = new Refresher(store, this.#fetcher);
    this.#tabs = new Tabs({
      token: () => store.state.token,
      signIn: (token) => this.signIn(token),
      signOut: () => this.#clear(),
    });
    if (store.state.token === null) this.#tabs.requestToken();
    window.addEventListener('popstate', () => this.#show(parseView(location.search)));
    window.addEventListener('hashchange', () => this.signIn(loadToken() ?? ''));
  }

  refresh(): void {
    void this.#refresher.refreshNow();
  }

  /** Returns the time of the last good refresh, by the monotonic clock, in ms, when one has failed since or is late; else null. */
  failingSince(now: number): number | null {
    return this.#refresher.failingSince(now);
  }

  /** Shows another view, as a new entry of the browser's history or, if it `replaces`, in place of the current one. */
  go(view: View, replaces = false): void {
    const before = this.store.state.view;
    if (view.cursor !== '' && !this.store.state.newerCursors.has(view.cursor))
      this.store.set({ newerCursors: new Map([...this.store.state.newerCursors, [view.cursor, before.cursor]]) });
    if (replaces) {
      history.replaceState(history.state, '', toQuery(view));
    } else {
      history.replaceState({ scrollY: window.scrollY }, ''); // for the way back
      history.pushState(null, '', toQuery(view));
    }
    this.#show(view);
  }

  /** Uses a token that was typed, or came with a link or from another tab; a remembered one outlives the tab. */
  signIn(token: string, isRemembered = false): void {
    if (token === '') return;
    saveToken(token, isRemembered);
    this.#tabs.cancelRequest();
    const isDifferent = token !== this.store.state.token;
    this.store.set({ ...(isDifferent && noData), token, isTokenRefused: false });
    this.refresh();
  }

  /** Forgets the token, here and in other tabs that use it. */
  signOut(): void {
    const { token } = this.store.state;
    if (token !== null) this.#tabs.announceSignOut(token);
    this.#clear();
  }

  /** Loads the next older events of the stream on the page. */
  async loadOlderEvents(): Promise<void> {
    const { view, token, olderEvents } = this.store.state;
    const key = requestKey(mainRequest(view));
    const loaded = olderEvents?.key === key ? olderEvents : null;
    const result = await this.#fetcher.fetch(token ?? '', eventsRequest(view, loaded?.cursor ?? undefined), false);
    if (this.store.state.token !== token) return; // the viewer may be another one by now
    if (result.kind === 'unauthorized') return this.refresh();
    if (result.kind !== 'ok') return this.store.set({ requestError: `Could not load older events: ${result.reason}` });
    const { events, cursor } = result.body as Answer<'/stream/events'>; // it comes from this project's reader
    this.store.set({ olderEvents: { key, events: mergeEvents(loaded?.events ?? [], events), cursor } });
  }

  #clear(): void {
    clearToken();
    this.#refresher.pause();
    this.store.set({ ...noData, token: null, isTokenRefused: false });
  }

  #show(view: View): void {
    const { view: before, list } = this.store.state;
    this.store.set({ view, list: view.page === 'streams' ? view : list, requestError: null });
    const isSame = requestKey(mainRequest(view)) === requestKey(mainRequest(before)) && view.app === before.app;
    if (!isSame) this.refresh();
  }
}
