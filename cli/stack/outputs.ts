import { findStack } from './cloud-formation.ts';
import { toReachableUrl } from './reachable-url.ts';

/** What a deployed stack tells of itself. Throws when it does not tell what is asked for: then it is another project's. */
export class StackOutputs {
  /** The name of the stack. */
  readonly stack: string;
  readonly #values: Readonly<Record<string, string>>;

  constructor(stack: string, values: Readonly<Record<string, string>>) {
    this.stack = stack;
    this.#values = values;
  }

  /** Where the receiver answers, without a slash at the end. */
  get url(): string {
    return toReachableUrl(this.require('ApiUrl'));
  }

  get streamsTable(): string {
    return this.require('StreamsTableName');
  }

  get tokensTable(): string {
    return this.require('TokensTableName');
  }

  /** The URL of the queue in which events wait that the tables did not take. */
  get deferredQueue(): string {
    return this.require('DeferredQueueUrl');
  }

  /** The URL of the queue of those that were tried too often. */
  get deadLetterQueue(): string {
    return this.require('DeadLetterQueueUrl');
  }

  /** The name of the function that receives; undefined for a stack of 0.2.0. */
  get receiverFunction(): string | undefined {
    return this.#values.ReceiverFunctionName;
  }

  /** What a custom domain must be a CNAME of, when there is one. */
  get domainTarget(): string | undefined {
    return this.#values.DomainTarget;
  }

  /** The ARN of the topic that alarms go to, when there is one. */
  get alarmTopic(): string | undefined {
    return this.#values.AlarmTopicArn;
  }

  /** The output of this name. */
  require(name: string): string {
    const value = this.#values[name];
    if (value) return value;
    const known = Object.keys(this.#values).join(', ') || 'none';
    throw new Error(
      `The stack ${this.stack}: received the outputs ${known}, expected ${name} among them: is it this project's stack, and deployed to its end (npm run deploy)?`,
    );
  }
}

/** The outputs of a stack of this account and region; undefined when there is none of this name. */
export async function findOutputs(stack: string): Promise<StackOutputs | undefined> {
  const found = await findStack(stack);
  const values = found?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  return found && new StackOutputs(stack, Object.fromEntries(values ?? []));
}
