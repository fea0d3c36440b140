import { type Instant, isWithin } from '../tokens/freshness.ts';

interface Entry<Credential> {
  readonly credential: Credential;
  /** The beginning of the lookup that found it. */
  readonly fetchedAt: Instant;
}

/** The credentials of one kind that lookups found, by hash: the latest ones, when there are too many. */
export class CredentialMemory<Credential extends { readonly hash: string }> {
  readonly #entries = new Map<string, Entry<Credential>>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** Returns a credential that was found less than `ms` ago. */
  recall(hash: string | undefined, ms: number, now: Instant): Credential | undefined {
    const entry = hash === undefined ? undefined : this.#entries.get(hash);
    return entry && isWithin(ms, entry.fetchedAt, now) ? entry.credential : undefined;
  }

  /** Remembers what a lookup found, unless a later lookup found it too; then its answer was only slower. */
  remember(credential: Credential, fetchedAt: Instant): void {
    const { hash } = credential;
    if (this.#isNewer(hash, fetchedAt)) return;
    this.#entries.delete(hash); // the order of a map is that of insertion: the first one is the oldest
    this.#entries.set(hash, { credential, fetchedAt });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#max && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Forgets what a lookup did not find, unless a later one found it. */
  forget(hash: string, fetchedAt: Instant): void {
    if (!this.#isNewer(hash, fetchedAt)) this.#entries.delete(hash);
  }

  #isNewer(hash: string, { up }: Instant): boolean {
    return (this.#entries.get(hash)?.fetchedAt.up ?? up) > up;
  }
}
