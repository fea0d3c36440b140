import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { BusClients } from './bus-clients.ts';
import { isMissing } from './is-missing.ts';
import { listRules } from './list-rules.ts';
import { removeSubscription, TARGET_ID } from './remove-subscription.ts';
import { currentOwner } from './run-owner.ts';
import { createSubscriptionName, formatLease, queueNameOf } from './subscription-name.ts';

/** The usual time between renewals of the lease, in ms. */
const RENEWAL_MS = 60_000;

/** One group: the queue delivers in the order of arrival. */
const GROUP = 'announcements';

/** A day, in s: as long as an announcement is tried to be delivered. */
const RETENTION_S = 86_400;

/** The options of a subscription. */
interface SubscriptionOptions {
  /** Called once when somebody else has removed the rule or the queue. */
  readonly onRemoved: () => void;
  /** The usual time between renewals of the lease, in ms. */
  readonly renewalMs?: number | undefined;
}

/** A temporary rule of a bus, and the queue that it sends to. Its lease is renewed until it is removed, also by somebody else. */
export class Subscription {
  /** The name of the rule. */
  readonly rule: string;
  /** The URL of the queue. */
  readonly queueUrl: string;
  readonly #clients: BusClients;
  readonly #timer: NodeJS.Timeout;
  /** The renewal in flight. */
  #renewal: Promise<unknown> | undefined;

  private constructor(
    clients: BusClients,
    { rule, queueUrl }: Pick<Subscription, 'rule' | 'queueUrl'>,
    renew: () => Promise<unknown>,
    { onRemoved, renewalMs = RENEWAL_MS }: SubscriptionOptions,
  ) {
    this.rule = rule;
    this.queueUrl = queueUrl;
    this.#clients = clients;
    this.#timer = setInterval(() => {
      if (this.#renewal !== undefined) return; // it waits for AWS
      this.#renewal = this.#renewIfPresent(renew, onRemoved)
        .catch(() => {}) // the next one may succeed
        .finally(() => {
          this.#renewal = undefined;
        });
    }, renewalMs);
  }

  /** Creates the rule and the queue for the events of a pattern. Removes both when one of them cannot be created. */
  static async create(clients: BusClients, pattern: string, options: SubscriptionOptions): Promise<Subscription> {
    const rule = createSubscriptionName();
    const renew = () => putRule(clients, rule, pattern);
    try {
      const queueUrl = await createQueue(clients, rule, await renew());
      return new Subscription(clients, { rule, queueUrl }, renew, options);
    } catch (error) {
      await removeSubscription(clients, rule).catch(() => {}); // the error of the creation says more
      throw error;
    }
  }

  /** Removes the rule and the queue. */
  async remove(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal; // a renewal in flight would create the rule again
    await removeSubscription(this.#clients, this.rule);
  }

  /** Renews the lease, unless the rule was removed: renewing would create it again, on a bus that is being deleted perhaps. */
  async #renewIfPresent(renew: () => Promise<unknown>, onRemoved: () => void): Promise<void> {
    if (await isPresent(this.#clients, this.rule)) return void (await renew());
    clearInterval(this.#timer);
    onRemoved();
  }
}

/** Returns whether a rule and its queue exist. The queue is removed first: without it, a rule that exists was just created again. */
async function isPresent(clients: BusClients, rule: string): Promise<boolean> {
  try {
    await clients.sqs.send(new GetQueueUrlCommand({ QueueName: queueNameOf(rule) }));
    return (await listRules(clients, rule)).length > 0;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Creates the rule, or renews its lease. Returns its ARN. */
async function putRule({ bus, events }: BusClients, rule: string, pattern: string): Promise<string> {
  const input = {
    EventBusName: bus,
    Name: rule,
    EventPattern: pattern,
    Description: formatLease(currentOwner(), Date.now()),
  };
  const { RuleArn = '' } = await events.send(new PutRuleCommand(input));
  return RuleArn;
}

/** Creates a queue that only the rule may send to, and makes it the target of the rule. Returns its URL. */
async function createQueue({ bus, events, sqs }: BusClients, rule: string, ruleArn: string): Promise<string> {
  const name = queueNameOf(rule);
  const queueArn = toQueueArn(ruleArn, name);
  const attributes = {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    MessageRetentionPeriod: String(RETENTION_S),
    Policy: JSON.stringify(sendingPolicy(queueArn, ruleArn)),
  };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const target = { Id: TARGET_ID, Arn: queueArn, SqsParameters: { MessageGroupId: GROUP } };
  const { FailedEntries = [] } = await events.send(
    new PutTargetsCommand({ EventBusName: bus, Rule: rule, Targets: [target] }),
  );
  const [failed] = FailedEntries;
  if (failed) throw new Error(`AWS refused the target of ${rule} (${failed.ErrorCode}): ${failed.ErrorMessage}`);
  return QueueUrl;
}

/** The queue is in the partition, region and account of the rule: `arn:aws:events:eu-west-1:111122223333:rule/BUS/RULE`. */
function toQueueArn(ruleArn: string, queue: string): string {
  const [arn, partition, , region, account] = ruleArn.split(':');
  return [arn, partition, 'sqs', region, account, queue].join(':');
}

const sendingPolicy = (queueArn: string, ruleArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    },
  ],
});
