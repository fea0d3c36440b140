import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import { removalPolicies } from './removal-policy.ts';

/** SQS's maximum. A dead letter keeps its age, so both queues together store an event no longer than this. */
const RETENTION = Duration.days(14);

/** SQS's maximum. `lambda/deferred/deferred-event.ts` writes a hook of 256 KiB in up to twice as many bytes. */
const MAX_MESSAGE_BYTES = 1_048_576;

/** The time for one batch: the replayer gives each event 10 s, and a failed one some more to be postponed. */
export const REPLAY_TIMEOUT = Duration.seconds(30);

/** Six times the function's timeout, as AWS advises: Lambda can retry a throttled batch before its messages reappear. */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * REPLAY_TIMEOUT.toSeconds());

/**
 * With the delays of `lambda/deferred/replay-batch.ts`, an event becomes a dead letter after 4.6 hours: 8 delays that
 * double from 5 s are 21 minutes, and 17 more of 15 minutes are 4 hours and 15 minutes.
 */
const MAX_RECEIVE_COUNT = 25;

/** The queue of events that a table did not store in time, with the queue of those that failed too often. */
export class DeferredQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { removalPolicy }: Pick<Settings, 'removalPolicy'>) {
    super(scope, id);
    const props = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      removalPolicy: removalPolicies[removalPolicy],
    };
    this.deadLetters = new Queue(this, 'DeadLetters', props);
    this.queue = new Queue(this, 'Queue', {
      ...props,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  /** Lets a function add events. It cannot read them. */
  grantSendMessages(grantee: IGrantable): void {
    this.#grant(grantee, ['SendMessage']);
  }

  /** Lets a function consume events or postpone them. Lambda polls and deletes with the function's role. */
  grantConsumeMessages(grantee: IGrantable): void {
    this.#grant(grantee, ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes']);
  }

  /** Lets a function count events. It cannot receive them. */
  grantCountMessages(grantee: IGrantable): void {
    this.#grant(grantee, ['GetQueueAttributes']);
  }

  /** Grants only these commands; the queue's own grants add GetQueueUrl and more. */
  #grant(grantee: IGrantable, commands: string[]): void {
    const actions = commands.map((command) => `sqs:${command}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.queue.queueArn] });
  }
}
