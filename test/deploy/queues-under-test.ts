import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientConfig } from './account.ts';
import type { StackUnderTest } from './stack-under-test.ts';

/** The two queues of deferred events of a deployed stack. */
export class QueuesUnderTest {
  readonly #sqs: SQSClient;
  readonly #deferred: string;
  readonly #deadLetters: string;

  private constructor(sqs: SQSClient, countDeferred: string, countDeadLetters: string) {
    this.#sqs = sqs;
    this.#deferred = countDeferred;
    this.#deadLetters = countDeadLetters;
  }

  static async of(stack: StackUnderTest): Promise<QueuesUnderTest> {
    const sqs = new SQSClient(clientConfig(stack.endpoint));
    return new QueuesUnderTest(
      sqs,
      await stack.readOutput('DeferredQueueUrl'),
      await stack.readOutput('DeadLetterQueueUrl'),
    );
  }

  /** Sends a message to the queue of deferred events. */
  async send(MessageBody: string): Promise<void> {
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: this.#deferred, MessageBody }));
  }

  /** Counts deferred events, including those in flight or delayed. */
  countDeferred(): Promise<number> {
    return this.#count(this.#deferred);
  }

  deadLetters(): Promise<number> {
    return this.#count(this.#deadLetters);
  }

  /** Returns the bodies of the dead letters, which stay in the queue. */
  async readDeadLetters(): Promise<string[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#deadLetters,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    });
    const { Messages = [] } = await this.#sqs.send(command);
    return Messages.map(({ Body = '' }) => Body).sort();
  }

  /** Sets after how many failures a message becomes a dead letter. */
  async setMaxReceiveCount(maxReceiveCount: number): Promise<void> {
    const { RedrivePolicy = '{}' } = await this.#readAttributes(this.#deferred);
    const policy = JSON.stringify({ ...JSON.parse(RedrivePolicy), maxReceiveCount });
    const Attributes = { RedrivePolicy: policy };
    await this.#sqs.send(new SetQueueAttributesCommand({ QueueUrl: this.#deferred, Attributes }));
  }

  /** Removes the policies of both queues and of others, which refuse requests without TLS: an emulator with IAM enforces them. */
  async removePolicies(...others: readonly string[]): Promise<void> {
    for (const QueueUrl of [this.#deferred, this.#deadLetters, ...others])
      await this.#sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
  }

  async #count(queue: string): Promise<number> {
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = await this.#readAttributes(queue);
    return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  }

  async #readAttributes(QueueUrl: string): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await this.#sqs.send(command)).Attributes ?? {};
  }
}
