import { notSent } from '../../lambda/notifying/not-sent.ts';
import type { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { RecipientsByName } from '../../lambda/notifying/recipients/ssm-recipients.ts';
import { type SendTestDeps, sendTest } from '../../lambda/notifying/send-test.ts';

export interface TestAnswersDeps extends SendTestDeps {
  readonly outbox: Outbox;
  /** Receives why an answer could not be recorded. */
  readonly onError: (error: unknown) => void;
}

/** Answers the tests that a command asks for in the database. One whose recipient hangs holds up no other. */
export class TestAnswers {
  readonly #deps: TestAnswersDeps;
  readonly #inFlight = new Set<string>();

  constructor(deps: TestAnswersDeps) {
    this.#deps = deps;
  }

  /** Begins to answer each test that is open. Throws when they cannot be read. */
  async begin(recipients: RecipientsByName): Promise<void> {
    const { outbox, now, onError } = this.#deps;
    const requests = await outbox.tests.list(now());
    for (const { id, recipient } of requests.filter((request) => !this.#inFlight.has(request.id))) {
      this.#inFlight.add(id);
      this.#answer(id, recipient, recipients)
        .catch(onError)
        .finally(() => this.#inFlight.delete(id));
    }
  }

  async #answer(id: string, name: string, recipients: RecipientsByName): Promise<void> {
    const recipient = recipients.get(name);
    const reason = recipients.has(name) ? 'its entry cannot be read: set it again' : 'it is not registered';
    const outcome = recipient === undefined ? notSent(reason) : await sendTest(recipient, this.#deps);
    await this.#deps.outbox.tests.answer(id, outcome, this.#deps.now());
  }
}
