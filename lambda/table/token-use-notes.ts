import { startOfHour, tokenUseKey } from './row-keys.ts';
import { noteHour } from './rows/token-use-row.ts';
import type { Table } from './table.ts';

/** The tokens that a process remembers. */
const MAX_NOTED_TOKENS = 1_000;

/** Notes the hour in which the hooks of each token last came, once an hour per process. */
export class TokenUseNotes {
  /** The latest hour of each token that a row is known to have, or a later one (its start, in ms since the epoch). */
  readonly #hours = new Map<string, number>();

  /** Notes a hook that came at a time (ms since the epoch) with the token of a hash. */
  async note(table: Table, tokenHash: string, receivedAt: number): Promise<void> {
    const hour = startOfHour(receivedAt);
    if (hour <= (this.#hours.get(tokenHash) ?? -1)) return;
    await table.update(tokenUseKey(tokenHash), noteHour(hour)); // refused where another process has noted a later one
    if (this.#hours.size >= MAX_NOTED_TOKENS) this.#hours.clear();
    this.#hours.set(tokenHash, hour);
  }
}
