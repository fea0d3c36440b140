import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import { removalPolicies } from './removal-policy.ts';

/** The longest that SQS keeps a message. What becomes a dead letter goes on ageing: both queues together keep it no longer. */
const RETENTION = Duration.days(14);

/** The most that SQS takes: a hook of 256 KiB is up to twice that as `lambda/deferred/deferred-event.ts` writes it. */
const MAX_MESSAGE_BYTES = 1_048_576;

/** How long one batch may take: the replayer gives an event 10 s, and an event that failed some more to be postponed. */
export const REPLAY_TIMEOUT = Duration.seconds(30);

/** AWS's advice: a batch that Lambda could not start at once is tried again before others see its messages. */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * REPLAY_TIMEOUT.toSeconds());

/**
 * With the delays of `lambda/deferred/replay-batch.ts` an event is a dead letter after 4.6 hours: 8 delays from 5 s on, each
 * twice the one before, are 21 minutes, and 17 more of 15 minutes are 4 hours and 15 minutes.
 */
const MAX_RECEIVE_COUNT = 25;

/** Where events wait that the tables did not take in time, and, tried too often, stay as dead letters. */
export class DeferredQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { removalPolicy }: Pick<Settings, 'removalPolicy'>) {
    super(scope, id);
    const both = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      removalPolicy: removalPolicies[removalPolicy],
    };
    this.deadLetters = new Queue(this, 'DeadLetters', both);
    this.queue = new Queue(this, 'Queue', {
      ...both,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  /** Lets a function put events there. It cannot read what waits. */
  grantSendMessages(grantee: IGrantable): void {
    this.#grant(grantee, ['SendMessage']);
  }

  /** Lets a function take events from there, or leave them for longer. Lambda fetches and deletes in its name. */
  grantConsumeMessages(grantee: IGrantable): void {
    this.#grant(grantee, ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes']);
  }

  /** The queue's own grants add GetQueueUrl, and more. */
  #grant(grantee: IGrantable, commands: string[]): void {
    const actions = commands.map((command) => `sqs:${command}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.queue.queueArn] });
  }
}
