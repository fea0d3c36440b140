import type { OutboxEntry } from '../outbox/outbox.ts';
import type { SenderDeps } from './sender-deps.ts';

/** What is older than this (ms) and fails once more is a dead letter. */
const MAX_AGE_MS = 24 * 3_600_000;
/** The dead letters that are written before the time is looked at again. */
const BURIED_AT_ONCE = 100;

/** Makes dead letters of a recipient's entries during one turn. */
export class Burial {
  readonly #deps: Pick<SenderDeps, 'outbox' | 'now' | 'hasTime'>;
  readonly #name: string;
  #count = 0;

  constructor(deps: Pick<SenderDeps, 'outbox' | 'now' | 'hasTime'>, name: string) {
    this.#deps = deps;
    this.#name = name;
  }

  /** The dead letters that were made. */
  get count(): number {
    return this.#count;
  }

  async bury(entries: readonly OutboxEntry[], reason: string): Promise<void> {
    const { outbox, now } = this.#deps;
    await outbox.bury(this.#name, entries, reason, now());
    this.#count += entries.length;
  }

  /** Buries those entries that are too old, as long as there is time. */
  async buryOld(entries: readonly OutboxEntry[], reason: string): Promise<void> {
    const old = entries.filter(this.isOld);
    while (old.length > 0 && this.#deps.hasTime()) await this.bury(old.splice(0, BURIED_AT_ONCE), reason);
  }

  readonly isOld = ({ receivedAt }: OutboxEntry): boolean => this.#deps.now() - receivedAt > MAX_AGE_MS;
}
