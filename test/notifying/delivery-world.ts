import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { type DeliveryDeps, deliver, type FailingReport } from '../../lambda/notifying/delivery/deliver.ts';
import { dispatch } from '../../lambda/notifying/dispatch.ts';
import type { NotifyPolicy } from '../../lambda/notifying/notification.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { send } from '../../lambda/notifying/sending/send-payload.ts';
import type { Table } from '../../lambda/table/table.ts';
import type { MortalTable } from './mortal-table.ts';

export const NOON = Date.parse('2026-11-26T12:00:00Z');

/** After this time the queue delivers again what was not done, in ms. */
const VISIBILITY_MS = 180_000;

/** A wake that is on its way. */
interface Wake {
  readonly name: string;
  readonly at: number;
}

/** Recipients, their outboxes on a table, and a clock that jumps from one wake to the next. Posts are real. */
export class DeliveryWorld {
  outbox: Outbox;
  readonly reports: FailingReport[] = [];
  readonly #recipients: readonly Recipient[];
  #clock: number;
  #wakes: Wake[] = [];
  policy: NotifyPolicy = defaultPolicy;
  /** The timeout of a post, in ms; short only where a sink hangs. */
  postTimeoutMs = 5_000;
  /** Happens to each wake before it is on its way. */
  onWake = () => {};
  /** Whether a turn may begin another post. */
  hasTime = () => true;

  constructor(table: Table, recipients: readonly Recipient[], clock = NOON) {
    this.outbox = new Outbox(table);
    this.#recipients = recipients;
    this.#clock = clock;
  }

  get now(): number {
    return this.#clock;
  }

  /** The wakes that are on their way, in ms since noon. */
  get wakes(): number[] {
    return this.#wakes.map(({ at }) => at - NOON);
  }

  get deps(): DeliveryDeps {
    const now = () => this.#clock;
    return {
      outbox: this.outbox,
      send: (recipient, payload) => send(recipient, payload, { now, publish: null, timeoutMs: this.postTimeoutMs }),
      now,
      policy: this.policy,
      boardUrl: null,
      hasTime: () => this.hasTime(),
      wake: async (name, at) => {
        this.onWake();
        this.wake(name, at);
      },
      onFailing: (report) => this.reports.push(report),
    };
  }

  /** Lets time go by without a turn, in ms. */
  advance(ms: number): void {
    this.#clock += ms;
  }

  clearWakes(): void {
    this.#wakes = [];
  }

  wake(name: string, at: number): void {
    this.#wakes.push({ name, at });
  }

  dispatch(...announcements: Announcement[]): Promise<void> {
    return dispatch(announcements, { ...this.deps, recipients: this.#recipients });
  }

  /** Runs all turns that are due up to a time, in ms after now. */
  async pass(ms: number): Promise<void> {
    const until = this.#clock + ms;
    for (let next = this.#takeWake(until); next !== undefined; next = this.#takeWake(until)) {
      this.#clock = Math.max(this.#clock, next.at);
      await this.deliver(next.name);
    }
    this.#clock = Math.max(this.#clock, until);
  }

  async deliver(name: string): Promise<void> {
    const recipient = this.#recipients.find((one) => one.name === name);
    if (recipient !== undefined) await deliver(recipient, this.deps);
  }

  /** Dispatches and delivers as a process on another table, until it dies; another one goes on with what the queue has. */
  async passAs(mortal: MortalTable, announcements: readonly Announcement[], ms: number): Promise<void> {
    const until = this.#clock + ms;
    const surviving = this.outbox;
    this.outbox = new Outbox(mortal);
    const names = this.#recipients.map(({ name }) => name);
    await this.dispatch(...announcements)
      .then(() => this.pass(until - this.#clock))
      .catch((error) => {
        if (!mortal.hasDied) throw error;
      });
    this.outbox = surviving;
    if (mortal.hasDied) {
      this.#clock += VISIBILITY_MS;
      await this.dispatch(...announcements);
      for (const name of names) this.wake(name, this.#clock);
    }
    await this.pass(until - this.#clock);
  }

  /** Takes the earliest wake up to a time, and its copies. */
  #takeWake(until: number): Wake | undefined {
    const first = this.#wakes.reduce<Wake | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined);
    if (first === undefined || first.at > until) return undefined;
    this.#wakes = this.#wakes.filter(({ name, at }) => name !== first.name || at !== first.at);
    return first;
  }
}
