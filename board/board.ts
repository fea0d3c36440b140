import type { EventsAnswer } from './answers.ts';
import { ask } from './ask.ts';
import { together } from './browser-history.ts';
import { Refresher } from './refresher.ts';
import { forgetToken, keepToken, takeToken } from './remembered-token.ts';
import { nothingTold, type Store } from './store.ts';
import { Tabs } from './tabs.ts';
import { eventsPath, pathOf, queryOf, type View, viewOf } from './view.ts';

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
      use: (token) => this.use(token),
      leave: () => this.#leave(),
    });
    if (store.state.token === null) this.#tabs.askForToken();
    window.addEventListener('popstate', () => this.#show(viewOf(location.search)));
    window.addEventListener('hashchange', () => this.use(takeToken() ?? ''));
  }

  refresh(): void {
    void this.#refresher.now();
  }

  /** Shows another view; one that `replaces` gets no place of its own in the browser's history. */
  go(view: View, replaces = false): void {
    const before = this.store.state.view;
    if (view.cursor !== '' && view.cursor !== before.cursor)
      this.store.set({ newer: new Map([...this.store.state.newer, [view.cursor, before.cursor]]) });
    if (replaces) history.replaceState(null, '', queryOf(view));
    else history.pushState(null, '', queryOf(view));
    this.#show(view);
  }

  /** Takes a token that was typed, or came in a link or from another tab; one that is remembered outlives the tab. */
  use(token: string, isRemembered = false): void {
    if (token === '') return;
    keepToken(token, isRemembered);
    this.#tabs.stopAsking();
    const isAnother = token !== this.store.state.token;
    this.store.set({ ...(isAnother && nothingTold), token, refused: false });
    this.refresh();
  }

  /** Forgets the token, in the other tabs as well. */
  signOut(): void {
    const { token } = this.store.state;
    if (token !== null) this.#tabs.tellSignedOut(token);
    this.#leave();
  }

  /** Loads more of the history of the stream that is shown. */
  async loadOlder(): Promise<void> {
    const { view, token, older } = this.store.state;
    const path = pathOf(view);
    const known = older?.path === path ? older : null;
    const signal = new AbortController().signal; // nobody ends it
    const asked = await ask(eventsPath(view, known?.cursor ?? ''), token ?? '', null, signal);
    if (this.store.state.token !== token) return; // what it told is no longer for who looks
    if (asked.kind === 'refused') return this.refresh();
    if (asked.kind !== 'told') {
      const why = asked.kind === 'unchanged' ? 'nothing' : asked.why;
      return this.store.set({ problem: `older events could not be loaded: ${why}` });
    }
    const { events, cursor } = asked.body as EventsAnswer; // the other end is this project's reader
    this.store.set({ older: { path, events: together(known?.events ?? [], events), cursor } });
  }

  #leave(): void {
    forgetToken();
    this.#refresher.pause();
    this.store.set({ ...nothingTold, token: null, refused: false });
  }

  #show(view: View): void {
    const { view: before, list } = this.store.state;
    this.store.set({ view, list: view.page === 'streams' ? view : list, problem: null });
    if (pathOf(view) !== pathOf(before)) this.refresh();
  }
}
