import { setTimeout as sleep } from 'node:timers/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { DeliveryDeps } from '../../lambda/notifying/deliver.ts';
import { dispatch } from '../../lambda/notifying/dispatch.ts';
import type { Recipient } from '../../lambda/notifying/recipient.ts';
import { PollingLoop } from './polling-loop.ts';
import { createRecipientTurn } from './recipient-turn.ts';
import { TestAnswers } from './test-answers.ts';

/** Time limit for the posts in flight during a shutdown, in ms; the rest is told after the next start. */
const STOP_MS = 3_000;

export interface LocalNotifierDeps extends Omit<DeliveryDeps, 'wake' | 'hasTime'> {
  /** Reads who is registered, by name. Throws when that cannot be read. */
  readonly readRecipients: () => ReadonlyMap<string, Recipient>;
  /** Receives the first of several errors in a row: everything is tried again. */
  readonly onError: (error: Error) => void;
}

/**
 * Notifies the recipients of a DATA_DIR of what is announced: what the notifier function does in a deployment. Each has a loop
 * of its own, so that one that hangs holds up no other. Without recipients, nothing runs but the look for some.
 */
export class LocalNotifier {
  readonly #deps: LocalNotifierDeps;
  readonly #delivery: DeliveryDeps;
  readonly #tests: TestAnswers;
  readonly #loops = new Map<string, PollingLoop>();
  #looks: PollingLoop | undefined;
  #recipients: ReadonlyMap<string, Recipient> = new Map();
  #isUnreadable = false;
  #isStopping = false;

  constructor(deps: LocalNotifierDeps) {
    this.#deps = deps;
    const wake = async (name: string, at: number) => this.#loops.get(name)?.wake(at);
    this.#delivery = { ...deps, wake, hasTime: () => !this.#isStopping };
    this.#tests = new TestAnswers({ ...deps, onError: this.#onDelay });
  }

  /** Stores announcements for the recipients that they concern. Throws when the database does not answer. */
  async dispatch(announcements: readonly Announcement[]): Promise<void> {
    this.#readRecipients();
    const recipients = [...this.#recipients.values()];
    if (recipients.length > 0) await dispatch(announcements, { ...this.#delivery, recipients });
  }

  /** Tells what an earlier run has left, and what is dispatched. Returns at once. */
  start(): void {
    this.#looks ??= new PollingLoop({ turn: () => this.#look(), onError: this.#onDelay });
  }

  /** Stops after the posts in flight, or a time limit. The database must still run. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const loops = [this.#looks, ...this.#loops.values()];
    const stopped = Promise.all(loops.map((loop) => loop?.stop()));
    await Promise.race([stopped, sleep(STOP_MS, undefined, { ref: false })]);
  }

  /** Starts the loops of recipients that have none, and answers tests. */
  async #look(): Promise<void> {
    this.#readRecipients();
    for (const name of this.#recipients.keys()) if (!this.#loops.has(name)) this.#startLoop(name);
    if (this.#recipients.size > 0) await this.#tests.begin(this.#recipients);
  }

  #startLoop(name: string): void {
    const takeTurn = createRecipientTurn(this.#delivery);
    const turn = async () => {
      const recipient = this.#recipients.get(name);
      await (recipient === undefined ? this.#discard(name) : takeTurn(recipient));
    };
    this.#loops.set(name, new PollingLoop({ turn, onError: this.#onDelay }));
  }

  /** Removes what waits for a recipient that was removed, and ends its loop. */
  async #discard(name: string): Promise<void> {
    await this.#deps.outbox.discard(name);
    void this.#loops.get(name)?.stop(); // which ends after this turn
    this.#loops.delete(name);
  }

  readonly #onDelay = (error: unknown): void => {
    this.#deps.onError(new Error(`Notifications are delayed, and tried again: ${messageOf(error)}`));
  };

  /** Reads who is registered anew. While that is unreadable, those of the last time stay. */
  #readRecipients(): void {
    try {
      this.#recipients = this.#deps.readRecipients();
      this.#isUnreadable = false;
    } catch (error) {
      if (!this.#isUnreadable) this.#deps.onError(error instanceof Error ? error : new Error(String(error)));
      this.#isUnreadable = true;
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
