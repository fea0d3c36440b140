import type { DeliveryOutcome } from '../../lambda/notifying/notification.ts';
import type { Outbox } from '../../lambda/notifying/outbox.ts';
import type { Recipient } from '../../lambda/notifying/recipient.ts';
import { type SendTestDeps, sendTest } from '../../lambda/notifying/send-test.ts';

export interface TestAnswersDeps extends SendTestDeps {
  readonly outbox: Outbox;
  /** Receives why an answer could not be recorded. */
  readonly onError: (error: unknown) => void;
}

const notRegistered: DeliveryOutcome = {
  ok: false,
  text: 'not sent: no recipient has this name',
  ms: 0,
  refusedContent: false,
  retryAfterMs: null,
};

/** Answers the tests that a command asks for in the database. One whose recipient hangs holds up no other. */
export class TestAnswers {
  readonly #deps: TestAnswersDeps;
  readonly #inFlight = new Set<string>();

  constructor(deps: TestAnswersDeps) {
    this.#deps = deps;
  }

  /** Begins to answer each test that is open. Throws when they cannot be read. */
  async begin(recipients: ReadonlyMap<string, Recipient>): Promise<void> {
    const { outbox, now, onError } = this.#deps;
    const requests = await outbox.tests.list(now());
    for (const { id, recipient } of requests.filter((request) => !this.#inFlight.has(request.id))) {
      this.#inFlight.add(id);
      this.#answer(id, recipients.get(recipient))
        .catch(onError)
        .finally(() => this.#inFlight.delete(id));
    }
  }

  async #answer(id: string, recipient: Recipient | undefined): Promise<void> {
    const outcome = recipient === undefined ? notRegistered : await sendTest(recipient, this.#deps);
    await this.#deps.outbox.tests.answer(id, outcome, this.#deps.now());
  }
}
