import { setTimeout as sleep } from 'node:timers/promises';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { DeliveryDeps } from '../../lambda/notifying/delivery/deliver.ts';
import { dispatch } from '../../lambda/notifying/dispatch.ts';
import type { RecipientsByName } from '../../lambda/notifying/recipients/ssm-recipients.ts';
import { PollingLoop } from './polling-loop.ts';
import { createRecipientTurn } from './recipient-turn.ts';
import { TestAnswers } from './test-answers.ts';

/** Time limit for the posts in flight during a shutdown, in ms; the rest is told after the next start. */
const STOP_MS = 3_000;

export interface LocalNotifierDeps extends Omit<DeliveryDeps, 'wake' | 'hasTime'> {
  /** Reads who is registered. Throws when that cannot be read. */
  readonly readRecipients: () => RecipientsByName;
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
  /** Undefined until they were read for the first time. */
  #recipients: RecipientsByName | undefined;
  /** What could not be read the last time. */
  #unreadable: Error | undefined;
  #isStopping = false;

  constructor(deps: LocalNotifierDeps) {
    this.#deps = deps;
    const wake = async (name: string, at: number) => this.#loops.get(name)?.wake(at);
    this.#delivery = { ...deps, wake, hasTime: () => !this.#isStopping };
    this.#tests = new TestAnswers({ ...deps, onError: this.#onDelay });
  }

  /**
   * Stores announcements for the recipients that they concern. Throws when the database does not answer, and while nobody can
   * say who is registered: then call it again with the same.
   */
  async dispatch(announcements: readonly Announcement[]): Promise<void> {
    this.#readRecipients();
    if (this.#recipients === undefined) throw this.#unreadable;
    const recipients = [...this.#recipients.values()].filter((recipient) => recipient !== undefined);
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
    const recipients = this.#recipients ?? new Map();
    for (const name of recipients.keys()) if (!this.#loops.has(name)) this.#startLoop(name);
    if (recipients.size > 0) await this.#tests.begin(recipients);
  }

  #startLoop(name: string): void {
    const takeTurn = createRecipientTurn(this.#delivery);
    const turn = async () => {
      const recipient = this.#recipients?.get(name);
      if (recipient !== undefined) await takeTurn(recipient);
      else if (!this.#recipients?.has(name)) await this.#discard(name);
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

  /** Reads who is registered anew. What cannot be read of it stays as it was the last time. */
  #readRecipients(): void {
    const before = this.#recipients;
    try {
      const registered = [...this.#deps.readRecipients()];
      this.#recipients = new Map(registered.map(([name, recipient]) => [name, recipient ?? before?.get(name)]));
      const names = registered.filter(([, recipient]) => recipient === undefined).map(([name]) => name);
      this.#reportUnreadable(names.length === 0 ? undefined : unreadableEntries(names));
    } catch (error) {
      this.#reportUnreadable(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Reports what cannot be read, once until that changes. */
  #reportUnreadable(error: Error | undefined): void {
    if (error !== undefined && error.message !== this.#unreadable?.message) this.#deps.onError(error);
    this.#unreadable = error;
  }
}

const unreadableEntries = (names: readonly string[]): Error =>
  new Error(
    `Notifications of ${names.join(', ')}: received something else than a recipient, expected what npm run notify keeps: set it again, or remove it: npm run notify -- --help.`,
  );

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
