/** What tabs tell each other. A browser hands it to pages of this origin alone, and sends it nowhere. */
type Message =
  | { readonly kind: 'ask' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'signedOut'; readonly token: string };

/** What this tab does when another one tells it something. */
export interface TabsDeps {
  token(): string | null;
  signIn(token: string): void;
  signOut(): void;
}

/** The other tabs of this board: one of them gives its token to a new tab, and those with the same token sign out together. */
export class Tabs {
  readonly #deps: TabsDeps;
  readonly #channel = new BroadcastChannel('streams-board');
  #isAsking = false;

  constructor(deps: TabsDeps) {
    this.#deps = deps;
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#receive(data));
  }

  askForToken(): void {
    this.#isAsking = true;
    this.#post({ kind: 'ask' });
  }

  stopAsking(): void {
    this.#isAsking = false;
  }

  announceSignOut(token: string): void {
    this.#post({ kind: 'signedOut', token });
  }

  #receive(message: Message): void {
    const token = this.#deps.token();
    if (message.kind === 'ask' && token !== null) this.#post({ kind: 'token', token });
    if (message.kind === 'token' && this.#isAsking) this.#deps.signIn(message.token);
    if (message.kind === 'signedOut' && message.token === token) this.#deps.signOut();
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }
}
