import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientOf } from './account.ts';
import type { StackUnderTest } from './stack.ts';

/** The two queues of a deployed stack. */
export class QueuesUnderTest {
  readonly #sqs: SQSClient;
  readonly #waiting: string;
  readonly #deadLetters: string;

  private constructor(sqs: SQSClient, waiting: string, deadLetters: string) {
    this.#sqs = sqs;
    this.#waiting = waiting;
    this.#deadLetters = deadLetters;
  }

  static async of(stack: StackUnderTest): Promise<QueuesUnderTest> {
    const sqs = new SQSClient(clientOf(stack.endpoint));
    return new QueuesUnderTest(sqs, await stack.output('DeferredQueueUrl'), await stack.output('DeadLetterQueueUrl'));
  }

  /** Lets a text wait. */
  async send(MessageBody: string): Promise<void> {
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: this.#waiting, MessageBody }));
  }

  /** How many wait, those included that are under way or postponed. */
  waiting(): Promise<number> {
    return this.#count(this.#waiting);
  }

  deadLetters(): Promise<number> {
    return this.#count(this.#deadLetters);
  }

  /** The texts of the dead letters, which stay where they are. */
  async readDeadLetters(): Promise<string[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#deadLetters,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    });
    const { Messages = [] } = await this.#sqs.send(command);
    return Messages.map(({ Body = '' }) => Body).sort();
  }

  /** Makes a dead letter of what fails so often. */
  async giveUpAfter(maxReceiveCount: number): Promise<void> {
    const { RedrivePolicy = '{}' } = await this.#attributes(this.#waiting);
    const policy = JSON.stringify({ ...JSON.parse(RedrivePolicy), maxReceiveCount });
    const Attributes = { RedrivePolicy: policy };
    await this.#sqs.send(new SetQueueAttributesCommand({ QueueUrl: this.#waiting, Attributes }));
  }

  /** Takes away the policy of both, which refuses whoever comes without TLS: where IAM is enforced an emulator does so too. */
  async letInWithoutTls(): Promise<void> {
    for (const QueueUrl of [this.#waiting, this.#deadLetters])
      await this.#sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
  }

  async #count(queue: string): Promise<number> {
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = await this.#attributes(queue);
    return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  }

  async #attributes(QueueUrl: string): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await this.#sqs.send(command)).Attributes ?? {};
  }
}
