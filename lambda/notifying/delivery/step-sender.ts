import { mapConcurrently } from '../../map-concurrently.ts';
import type { DeliveryOutcome } from '../notification.ts';
import type { Lease } from '../outbox/worker-store.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { Burial } from './burial.ts';
import { type StreamStep, wasRefused } from './lanes.ts';
import type { Tries } from './next-health.ts';
import { toRetryDelay } from './retry-delay.ts';
import type { SendResult } from './send-result.ts';
import type { SenderDeps } from './sender-deps.ts';
import { hasTurnTime } from './turn-time.ts';
import { writeFirst } from './write-first.ts';

/** The steps of which one message is made at most. */
const MAX_STEPS = 100;
/** So many first refusals in a row, each of another stream, are no longer about the content. */
const MAX_REFUSALS = 3;

/** Sends a recipient what is due during one turn, until it fails or the time is over. */
export class StepSender {
  readonly #recipient: Recipient;
  readonly #deps: SenderDeps;
  readonly #lease: Lease;
  readonly #burial: Burial;
  /** What is due, and not yet settled. */
  readonly #open = new Set<StreamStep>();
  #heldUntil: number | null = null;
  #tries: Tries = { accepted: 0, refused: 0, failure: null, last: null };
  /** Entries refused for the first time since the last message that was accepted. */
  #refusedInARow = 0;
  #isOutOfTime = false;
  #error: { readonly thrown: unknown } | null = null;

  constructor(recipient: Recipient, deps: SenderDeps, lease: Lease) {
    this.#recipient = recipient;
    this.#deps = deps;
    this.#lease = lease;
    this.#burial = new Burial(deps, lease.name);
  }

  /** What came of it. */
  get result(): SendResult {
    return { tries: this.#tries, heldUntil: this.#heldUntil, isOutOfTime: this.#isOutOfTime };
  }

  /**
   * Sends what is in lanes, each in its order, several lanes at once. Throws when the table does not answer, after all posts
   * that are under way: they must not overlap with the next turn.
   */
  async send(lanes: readonly (readonly StreamStep[])[], atOnce: number): Promise<void> {
    for (const streamStep of lanes.flat()) this.#open.add(streamStep);
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
    const open = [...this.#open].flatMap(({ step }) => step.entries);
    if (failure !== null && !failure.refusedContent) await this.#burial.buryOld(open, failure.text);
    return this.#burial.count;
  }

  async #runLane(lane: readonly StreamStep[]): Promise<void> {
    const held = new Set<string>();
    let rest = lane;
    while (rest.length > 0 && this.#canGoOn()) {
      const done = await this.#sendFirst(rest, held);
      rest = rest.filter((streamStep) => !done.includes(streamStep) && !held.has(streamStep.streamKey));
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
  async #sendFirst(rest: readonly StreamStep[], held: Set<string>): Promise<readonly StreamStep[]> {
    const isOneByOne = this.#recipient.style === 'envelope' || rest.slice(0, 1).some(wasRefused);
    const count = isOneByOne ? 1 : MAX_STEPS;
    const write = (streamSteps: readonly StreamStep[]) => writeFirst(this.#recipient, streamSteps, this.#deps);
    const message = write(rest.slice(0, count)) ?? write(rest.slice(0, 1));
    if (message === undefined) return this.#giveUp(rest.slice(0, 1), held);
    const streamSteps = rest.filter(({ step }) => message.steps.includes(step));
    const outcome = await this.#deps.send(this.#recipient, message.payload);
    this.#tries = { ...this.#tries, last: outcome };
    if (outcome.ok) await this.#accept(streamSteps);
    else if (!outcome.refusedContent) this.#tries = { ...this.#tries, failure: outcome };
    else if (streamSteps.length > 1) await this.#sendEach(streamSteps, held);
    else for (const streamStep of streamSteps) await this.#refuse(streamStep, outcome, held);
    return streamSteps;
  }

  /** Sends the steps of a message that was refused one by one: what is wrong with it is in one of them. */
  async #sendEach(streamSteps: readonly StreamStep[], held: Set<string>): Promise<void> {
    for (const streamStep of streamSteps) {
      if (held.has(streamStep.streamKey)) continue;
      if (!this.#canGoOn()) return;
      await this.#sendFirst([streamStep], held);
    }
  }

  async #accept(streamSteps: readonly StreamStep[]): Promise<void> {
    this.#tries = { ...this.#tries, accepted: this.#tries.accepted + 1 };
    this.#refusedInARow = 0;
    const steps = streamSteps.map(({ step }) => step);
    await this.#deps.outbox.settle(this.#lease.name, steps, this.#deps.now());
    for (const streamStep of streamSteps) this.#open.delete(streamStep);
  }

  /** Holds the stream of a step that was refused, and makes dead letters of what is too old. */
  async #refuse(streamStep: StreamStep, outcome: DeliveryOutcome, held: Set<string>): Promise<void> {
    const { entries } = streamStep.step;
    const refusals = Math.max(...entries.map((entry) => entry.refusals));
    if (refusals === 0) this.#refusedInARow += 1;
    const failure = this.#refusedInARow >= MAX_REFUSALS ? outcome : this.#tries.failure;
    this.#tries = { ...this.#tries, refused: this.#tries.refused + 1, failure };
    const old = entries.filter(this.#burial.isOld);
    await this.#burial.bury(old, outcome.text);
    const first = entries.find((entry) => !old.includes(entry));
    const retryAt = this.#deps.now() + (first === undefined ? 0 : toRetryDelay(refusals + 1));
    if (first !== undefined) await this.#deps.outbox.hold(this.#lease.name, { ...first, refusals }, retryAt);
    this.#hold(streamStep, held, retryAt);
  }

  /** Makes a dead letter of a step of which no message can be made. */
  async #giveUp(streamSteps: readonly StreamStep[], held: Set<string>): Promise<readonly StreamStep[]> {
    for (const streamStep of streamSteps) {
      await this.#burial.bury(streamStep.step.entries, 'no message can be made of it');
      this.#hold(streamStep, held, this.#deps.now());
    }
    return streamSteps;
  }

  /** What follows in the stream is left to a turn at a time, in ms since the epoch. */
  #hold(streamStep: StreamStep, held: Set<string>, until: number): void {
    held.add(streamStep.streamKey);
    this.#open.delete(streamStep);
    this.#heldUntil = Math.min(this.#heldUntil ?? until, until);
  }
}
