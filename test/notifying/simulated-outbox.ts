import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { NotifyPolicy, Pending, Plan, Step, StreamMemory, Told } from '../../lambda/notifying/notification.ts';
import { isRelevant, plan, streamKeyOf } from '../../lambda/notifying/planning/plan.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';

/** An announcement that reaches the outbox at a time, in ms since the epoch. */
export interface Arrival {
  readonly announcement: Announcement;
  readonly receivedAt: number;
}

/** What a recipient was told at a time (ms since the epoch), or what was left out. */
export interface LogEntry {
  readonly at: number;
  readonly told: Told | null;
  readonly entries: readonly Pending[];
}

/** Decides what becomes of a step that tells something: told, refused until a time, or nothing, as if the recipient were away. */
export type Answer = (step: Step, now: number) => 'told' | 'away' | { readonly retryAt: number };

/** An outbox in memory that is looked at when something arrives and when its plan says so. */
export class SimulatedOutbox {
  pending: Pending[] = [];
  readonly memories = new Map<string, StreamMemory>();
  readonly log: LogEntry[] = [];
  readonly #recipient: Recipient;
  readonly #policy: NotifyPolicy;
  readonly #answer: Answer;

  constructor(recipient: Recipient, policy: NotifyPolicy, answer: Answer = () => 'told') {
    this.#recipient = recipient;
    this.#policy = policy;
    this.#answer = answer;
  }

  /** Lets arrivals come, and time pass until nothing waits. Returns all that was told or left out. */
  run(arrivals: readonly Arrival[]): readonly LogEntry[] {
    const coming = arrivals.toSorted((a, b) => a.receivedAt - b.receivedAt);
    let wakeAt: number | null = null;
    for (let looks = 0; coming[0] !== undefined || wakeAt !== null; looks += 1) {
      if (looks > 10_000) throw new Error('it never ends: a plan must end with a wake after its time, or none');
      const now = Math.min(wakeAt ?? Number.POSITIVE_INFINITY, coming[0]?.receivedAt ?? Number.POSITIVE_INFINITY);
      while (coming[0] !== undefined && coming[0].receivedAt <= now) this.#receive(coming.splice(0, 1));
      wakeAt = this.look(now);
    }
    return this.log;
  }

  /** Does what is planned at a time, and returns when to look again. */
  look(now: number): number | null {
    const planned = this.plan(now);
    const held = new Set<string>();
    let isAway = false;
    let isRefused = false;
    for (const step of planned.steps) {
      const key = streamKeyOf((step.entries[0] as Pending).announcement); // a step has entries
      if (held.has(key)) continue;
      const answer = step.told === null ? 'told' : this.#answer(step, now);
      if (answer === 'told') this.#settle(step, key, now);
      else held.add(key);
      if (answer === 'away') isAway = true;
      else if (answer !== 'told') {
        isRefused = true;
        this.#hold(step, answer.retryAt);
      }
    }
    if (isAway) return now + 1_000;
    const { steps, wakeAt } = this.plan(now);
    if (isRefused && steps.length > 0) return this.look(now);
    if (steps.length > 0) throw new Error('a second look at the same time has steps that the first has not');
    if (wakeAt !== null && wakeAt <= now) throw new Error(`wakes at ${wakeAt}, expected a time after ${now}`);
    return wakeAt;
  }

  plan(now: number): Plan {
    return plan(this.pending, this.memories, this.#recipient, now, this.#policy);
  }

  #receive(arrivals: readonly Arrival[]): void {
    for (const { announcement, receivedAt } of arrivals) {
      if (isRelevant(this.#recipient, announcement)) this.pending.push({ announcement, receivedAt, retryAt: 0 });
    }
  }

  #settle({ entries, told, memory }: Step, key: string, now: number): void {
    for (const entry of entries) if (!this.pending.includes(entry)) throw new Error('an entry is in two steps');
    this.pending = this.pending.filter((entry) => !entries.includes(entry));
    if (memory !== null) this.memories.set(key, memory);
    this.log.push({ at: now, told, entries });
  }

  #hold({ entries: [first] }: Step, retryAt: number): void {
    this.pending = this.pending.map((entry) => (entry === first ? { ...entry, retryAt } : entry));
  }
}
