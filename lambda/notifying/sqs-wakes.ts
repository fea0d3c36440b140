import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { formatRegistrationWake, formatWake } from './notifier-message.ts';
import type { Outbox } from './outbox/outbox.ts';

export interface SqsWakesDeps {
  readonly sqs: SQSClient;
  /** The URL of the notifier's own queue. */
  readonly queueUrl: string;
  readonly outbox: Pick<Outbox, 'workers'>;
  readonly now: () => number;
}

/** SQS's maximum: for a later turn, the wake before it sends the next one. In s. */
const MAX_DELAY_S = 900;

/** Wakes recipients by delayed messages of the notifier's own queue. */
export class SqsWakes {
  readonly #deps: SqsWakesDeps;

  constructor(deps: SqsWakesDeps) {
    this.#deps = deps;
  }

  /**
   * Makes a turn of a recipient begin at a time, in ms since the epoch, unless one will before. `arrivedAt` is the time of
   * the wake that is being answered, which counts as past even where this machine's clock is behind. The wake is sent before
   * it is recorded: one that is sent twice costs a turn, one that is only recorded would never come.
   */
  async wake(recipient: string, at: number, arrivedAt = 0): Promise<void> {
    const { sqs, queueUrl, outbox, now } = this.#deps;
    const { wakeAt } = await outbox.workers.state(recipient);
    if (wakeAt !== null && wakeAt > Math.max(now(), arrivedAt) && wakeAt <= at) return;
    const DelaySeconds = Math.min(MAX_DELAY_S, Math.max(0, Math.ceil((at - now()) / 1_000)));
    const due = Math.min(at, now() + MAX_DELAY_S * 1_000);
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: formatWake(recipient, due), DelaySeconds }),
    );
    await outbox.workers.recordWake(recipient, due, now());
  }

  /** Makes a turn begin after a time in seconds, for which the recipient is read anew. `isSecondLook`: it was missing. */
  async wakeAnew(recipient: string, delayS: number, isSecondLook: boolean): Promise<void> {
    const { sqs, queueUrl, now } = this.#deps;
    const MessageBody = formatRegistrationWake(recipient, now() + delayS * 1_000, isSecondLook);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: delayS }));
  }
}
