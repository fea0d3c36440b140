import { requireStack } from './cloud-formation.ts';
import { toReachableUrl } from './reachable-url.ts';

/** The outputs of a deployed stack. A getter throws when its output is missing: the stack is another project's then. */
export class StackOutputs {
  /** The name of the stack. */
  readonly stack: string;
  readonly #values: Readonly<Record<string, string>>;

  constructor(stack: string, values: Readonly<Record<string, string>>) {
    this.stack = stack;
    this.#values = values;
  }

  /** The URL of the API, without a slash at the end. */
  get url(): string {
    return toReachableUrl(this.require('ApiUrl'));
  }

  get streamsTable(): string {
    return this.require('StreamsTableName');
  }

  get tokensTable(): string {
    return this.require('TokensTableName');
  }

  /** The URL of the queue of deferred events. */
  get deferredQueue(): string {
    return this.require('DeferredQueueUrl');
  }

  /** The URL of the dead-letter queue. */
  get deadLetterQueue(): string {
    return this.require('DeadLetterQueueUrl');
  }

  /** The name of the receiver function; undefined for a stack of 0.2.0. */
  get receiverFunction(): string | undefined {
    return this.#values.ReceiverFunctionName;
  }

  /** The CNAME target of the custom domain, when there is one. */
  get domainTarget(): string | undefined {
    return this.#values.DomainTarget;
  }

  /** The ARN of the topic of the alarms, when there is one. */
  get alarmTopic(): string | undefined {
    return this.#values.AlarmTopicArn;
  }

  /** The name of the bus of the announcements; undefined when they are off, and for a stack of 0.2.0. */
  get eventBus(): string | undefined {
    return this.#values.EventBusName;
  }

  /** Returns the output of this name, which not every stack has. */
  find(name: string): string | undefined {
    return this.#values[name];
  }

  /** Returns the output of this name. Throws when it is missing. */
  require(name: string): string {
    const value = this.#values[name];
    if (value) return value;
    const known = Object.keys(this.#values).join(', ') || 'none';
    throw new Error(
      `The stack ${this.stack}: received the outputs ${known}, expected ${name} among them: check that it is a stack of this project, and completely deployed (npm run deploy).`,
    );
  }
}

/** Returns the outputs of a stack of this account and region. Throws when there is none of this name. */
export async function readOutputs(stack: string): Promise<StackOutputs> {
  const { Outputs = [] } = await requireStack(stack);
  const values = Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  return new StackOutputs(stack, Object.fromEntries(values));
}
