/** The messages between tabs. The browser delivers them only to pages of this origin, and never over the network. */
type TabMessage =
  | { readonly kind: 'ask' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'signedOut'; readonly token: string };

/** The actions of this tab on messages of others. */
interface TabsDeps {
  token(): string | null;
  signIn(token: string): void;
  signOut(): void;
}

/** The other tabs of this board: they give a new tab their token, and tabs with the same token sign out together. */
export class Tabs {
  readonly #deps: TabsDeps;
  readonly #channel = new BroadcastChannel('streams-board');
  #isAsking = false;

  constructor(deps: TabsDeps) {
    this.#deps = deps;
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => this.#receive(data));
  }

  requestToken(): void {
    this.#isAsking = true;
    this.#post({ kind: 'ask' });
  }

  cancelRequest(): void {
    this.#isAsking = false;
  }

  announceSignOut(token: string): void {
    this.#post({ kind: 'signedOut', token });
  }

  #receive(message: TabMessage): void {
    const token = this.#deps.token();
    if (message.kind === 'ask' && token !== null) this.#post({ kind: 'token', token });
    if (message.kind === 'token' && this.#isAsking) this.#deps.signIn(message.token);
    if (message.kind === 'signedOut' && message.token === token) this.#deps.signOut();
  }

  #post(message: TabMessage): void {
    this.#channel.postMessage(message);
  }
}
