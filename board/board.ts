import { mergeEvents } from './event-history.ts';
import { fetchApi } from './fetch-api.ts';
import { Refresher } from './refresher.ts';
import type { EventsResponse } from './responses.ts';
import { noData, type Store } from './store.ts';
import { Tabs } from './tabs.ts';
import { clearToken, loadToken, saveToken } from './token-storage.ts';
import { apiPath, eventsPath, parseView, toQuery, type View } from './view.ts';

/** What people do with the board. */
export class Board {
  readonly store: Store;
  readonly #refresher: Refresher;
  readonly #tabs: Tabs;

  constructor(store: Store) {
    this.store = store;
    this.#refresher = new Refresher(store);
    this.#tabs = new Tabs({
      token: () => store.state.token,
      signIn: (token) => this.signIn(token),
      signOut: () => this.#clear(),
    });
    if (store.state.token === null) this.#tabs.askForToken();
    window.addEventListener('popstate', () => this.#show(parseView(location.search)));
    window.addEventListener('hashchange', () => this.signIn(loadToken() ?? ''));
  }

  refresh(): void {
    void this.#refresher.refreshNow();
  }

  /** Shows another view; one that `replaces` gets no place of its own in the browser's history. */
  go(view: View, replaces = false): void {
    const before = this.store.state.view;
    if (view.cursor !== '' && view.cursor !== before.cursor)
      this.store.set({ newerCursors: new Map([...this.store.state.newerCursors, [view.cursor, before.cursor]]) });
    if (replaces) history.replaceState(null, '', toQuery(view));
    else history.pushState(null, '', toQuery(view));
    this.#show(view);
  }

  /** Takes a token that was typed, or came in a link or from another tab; one that is remembered outlives the tab. */
  signIn(token: string, isRemembered = false): void {
    if (token === '') return;
    saveToken(token, isRemembered);
    this.#tabs.stopAsking();
    const isAnother = token !== this.store.state.token;
    this.store.set({ ...(isAnother && noData), token, refused: false });
    this.refresh();
  }

  /** Forgets the token, in the other tabs as well. */
  signOut(): void {
    const { token } = this.store.state;
    if (token !== null) this.#tabs.announceSignOut(token);
    this.#clear();
  }

  /** Loads more of the history of the stream that is shown. */
  async loadOlder(): Promise<void> {
    const { view, token, olderEvents } = this.store.state;
    const path = apiPath(view);
    const loaded = olderEvents?.path === path ? olderEvents : null;
    const signal = new AbortController().signal; // nobody ends it
    const result = await fetchApi(eventsPath(view, loaded?.cursor ?? ''), token ?? '', null, signal);
    if (this.store.state.token !== token) return; // what it told is no longer for who looks
    if (result.kind === 'refused') return this.refresh();
    if (result.kind !== 'told') {
      const why = result.kind === 'unchanged' ? 'nothing' : result.why;
      return this.store.set({ requestError: `older events could not be loaded: ${why}` });
    }
    const { events, cursor } = result.body as EventsResponse; // the other end is this project's reader
    this.store.set({ olderEvents: { path, events: mergeEvents(loaded?.events ?? [], events), cursor } });
  }

  #clear(): void {
    clearToken();
    this.#refresher.pause();
    this.store.set({ ...noData, token: null, refused: false });
  }

  #show(view: View): void {
    const { view: before, list } = this.store.state;
    this.store.set({ view, list: view.page === 'streams' ? view : list, requestError: null });
    if (apiPath(view) !== apiPath(before)) this.refresh();
  }
}
