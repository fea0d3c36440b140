import { mapConcurrently } from '../map-concurrently.ts';
import { type Telling, wasRefused } from './lanes.ts';
import type { Tries } from './next-health.ts';
import type { DeliveryOutcome, Message, NotifyPolicy, Payload } from './notification.ts';
import type { Lease, Outbox, OutboxEntry } from './outbox.ts';
import type { Recipient } from './recipient.ts';
import { toRetryDelay } from './retry-delay.ts';
import { toMessages } from './to-messages.ts';
import { hasTurnTime, type TurnTimeDeps } from './turn-time.ts';

export interface TellerDeps extends TurnTimeDeps {
  readonly outbox: Outbox;
  /** Sends a payload once; never throws. */
  readonly send: (recipient: Recipient, payload: Payload) => Promise<DeliveryOutcome>;
  readonly policy: NotifyPolicy;
  /** The URL of the board, for links; null for none. */
  readonly boardUrl: string | null;
}

/** The steps of which one message is made at most. */
const MAX_STEPS = 100;
/** So many first refusals in a row, each of another stream, are no longer about the content. */
const MAX_REFUSALS = 3;
/** What is older than this (ms) and fails once more is a dead letter. */
const MAX_AGE_MS = 24 * 3_600_000;
/** The dead letters that are written before the time is looked at again. */
const BURIED_AT_ONCE = 100;

/** Tells a recipient what is due during one turn, until it fails or the time is over. */
export class Teller {
  readonly #recipient: Recipient;
  readonly #deps: TellerDeps;
  readonly #lease: Lease;
  /** What is due, and not yet settled. */
  readonly #open = new Set<Telling>();
  #heldUntil: number | null = null;
  #tries: Tries = { accepted: 0, refused: 0, failure: null, last: null };
  /** Entries refused for the first time since the last message that was accepted. */
  #refusedInARow = 0;
  #buried = 0;
  #isOutOfTime = false;
  #error: { readonly thrown: unknown } | null = null;

  constructor(recipient: Recipient, deps: TellerDeps, lease: Lease) {
    this.#recipient = recipient;
    this.#deps = deps;
    this.#lease = lease;
  }

  get tries(): Tries {
    return this.#tries;
  }

  /** When the first stream that is held may go on, in ms since the epoch; null when none is. */
  get heldUntil(): number | null {
    return this.#heldUntil;
  }

  /** Whether something due was not tried for lack of time. */
  get isOutOfTime(): boolean {
    return this.#isOutOfTime;
  }

  /**
   * Tells what is in lanes, each in its order, several lanes at once. Throws when the table does not answer, after all posts
   * that are under way: they must not overlap with the next turn.
   */
  async tell(lanes: readonly (readonly Telling[])[], atOnce: number): Promise<void> {
    for (const telling of lanes.flat()) this.#open.add(telling);
    await mapConcurrently(lanes, atOnce, (lane) =>
      this.#runLane(lane).catch((thrown) => {
        this.#error ??= { thrown };
      }),
    );
    if (this.#error !== null) throw this.#error.thrown;
  }

  /** Makes dead letters of what is due and too old, when the recipient has failed: each would have. Returns how many there are. */
  async buryOld(): Promise<number> {
    const { failure } = this.#tries;
    const hasFailed = failure !== null && !failure.refusedContent;
    const old = hasFailed ? [...this.#open].flatMap(({ step }) => step.entries).filter(this.#isOld) : [];
    while (old.length > 0 && this.#deps.hasTime()) await this.#bury(old.splice(0, BURIED_AT_ONCE), failure?.text ?? '');
    return this.#buried;
  }

  async #runLane(lane: readonly Telling[]): Promise<void> {
    const held = new Set<string>();
    let rest = lane;
    while (rest.length > 0 && this.#canGoOn()) {
      const done = await this.#tellFirst(rest, held);
      rest = rest.filter((telling) => !done.includes(telling) && !held.has(telling.streamKey));
    }
  }

  /** Whether another post may begin; to be called only when there is one. */
  #canGoOn(): boolean {
    if (this.#tries.failure !== null || this.#error !== null) return false;
    const hasTime = hasTurnTime(this.#deps, this.#lease);
    if (!hasTime) this.#isOutOfTime = true;
    return hasTime;
  }

  /** Sends the first message that is made of some steps, and returns those that it holds. */
  async #tellFirst(rest: readonly Telling[], held: Set<string>): Promise<readonly Telling[]> {
    const isOneByOne = this.#recipient.style === 'envelope' || rest.slice(0, 1).some(wasRefused);
    const count = isOneByOne ? 1 : MAX_STEPS;
    const message = this.#write(rest.slice(0, count)) ?? this.#write(rest.slice(0, 1));
    if (message === undefined) return this.#giveUp(rest.slice(0, 1), held);
    const tellings = rest.filter(({ step }) => message.steps.includes(step));
    const outcome = await this.#deps.send(this.#recipient, message.payload);
    this.#tries = { ...this.#tries, last: outcome };
    if (outcome.ok) await this.#accept(tellings);
    else if (!outcome.refusedContent) this.#tries = { ...this.#tries, failure: outcome };
    else if (tellings.length > 1) await this.#tellEach(tellings, held);
    else for (const telling of tellings) await this.#refuse(telling, outcome, held);
    return tellings;
  }

  /** Returns the first message of some steps; undefined when it cannot be made: what they say came from outside. */
  #write(tellings: readonly Telling[]): Message<OutboxEntry> | undefined {
    const { boardUrl, now } = this.#deps;
    const steps = tellings.map(({ step }) => step);
    try {
      const [first] = toMessages(this.#recipient, steps, { boardUrl, now: now() });
      return first?.steps.some((step) => steps.includes(step)) ? first : undefined;
    } catch {
      return undefined;
    }
  }

  /** Sends the steps of a message that was refused one by one: what is wrong with it is in one of them. */
  async #tellEach(tellings: readonly Telling[], held: Set<string>): Promise<void> {
    for (const telling of tellings) {
      if (held.has(telling.streamKey)) continue;
      if (!this.#canGoOn()) return;
      await this.#tellFirst([telling], held);
    }
  }

  async #accept(tellings: readonly Telling[]): Promise<void> {
    this.#tries = { ...this.#tries, accepted: this.#tries.accepted + 1 };
    this.#refusedInARow = 0;
    const steps = tellings.map(({ step }) => step);
    await this.#deps.outbox.settle(this.#lease.name, steps, this.#deps.now());
    for (const telling of tellings) this.#open.delete(telling);
  }

  /** Holds the stream of a step that was refused, and makes dead letters of what is too old. */
  async #refuse(telling: Telling, outcome: DeliveryOutcome, held: Set<string>): Promise<void> {
    const { entries } = telling.step;
    const refusals = Math.max(...entries.map((entry) => entry.refusals));
    if (refusals === 0) this.#refusedInARow += 1;
    const failure = this.#refusedInARow >= MAX_REFUSALS ? outcome : this.#tries.failure;
    this.#tries = { ...this.#tries, refused: this.#tries.refused + 1, failure };
    const old = entries.filter(this.#isOld);
    await this.#bury(old, outcome.text);
    const first = entries.find((entry) => !old.includes(entry));
    const retryAt = this.#deps.now() + (first === undefined ? 0 : toRetryDelay(refusals + 1));
    if (first !== undefined) await this.#deps.outbox.hold(this.#lease.name, { ...first, refusals }, retryAt);
    this.#hold(telling, held, retryAt);
  }

  /** Makes a dead letter of a step of which no message can be made. */
  async #giveUp(tellings: readonly Telling[], held: Set<string>): Promise<readonly Telling[]> {
    for (const telling of tellings) {
      await this.#bury(telling.step.entries, 'no message can be made of it');
      this.#hold(telling, held, this.#deps.now());
    }
    return tellings;
  }

  /** What follows in the stream is left to a turn at a time, in ms since the epoch. */
  #hold(telling: Telling, held: Set<string>, until: number): void {
    held.add(telling.streamKey);
    this.#open.delete(telling);
    this.#heldUntil = Math.min(this.#heldUntil ?? until, until);
  }

  async #bury(entries: readonly OutboxEntry[], reason: string): Promise<void> {
    await this.#deps.outbox.bury(this.#lease.name, entries, reason, this.#deps.now());
    this.#buried += entries.length;
  }

  readonly #isOld = ({ receivedAt }: OutboxEntry): boolean => this.#deps.now() - receivedAt > MAX_AGE_MS;
}
