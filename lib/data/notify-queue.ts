import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AnnouncementBus } from './announcement-bus.ts';
import { NOTIFY_RULE } from './notify-rule-name.ts';

/** SQS's maximum: a message whose table or parameters cannot be read is tried again for so long. */
const RETENTION = Duration.days(14);

/** The time for a batch of the notifier: most posts take less than a second, and one that hangs ends after 5 s. */
export const NOTIFY_TIMEOUT = Duration.seconds(30);

/** Six times the function's timeout, as AWS advises: Lambda can retry a throttled batch before its messages reappear. */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * NOTIFY_TIMEOUT.toSeconds());

/** The sources of announcements, and of the events that ask for a test. */
const SOURCES = ['ant-media-webhooks', 'ant-media-webhooks.test'];

/** The queue of the notifier: announcements and tests, which a rule takes from the bus, and the notifier's own wakes. */
export class NotifyQueue extends Queue {
  constructor(scope: Construct, id: string, bus: AnnouncementBus) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      removalPolicy: RemovalPolicy.DESTROY, // what waits is old news after some days
    });
    new Rule(this, 'Rule', {
      ruleName: NOTIFY_RULE,
      eventBus: bus,
      description: 'Passes announcements and tests to the notifier',
      eventPattern: { source: SOURCES },
      targets: [new SqsQueue(this)],
    });
    const reason =
      'A message is tried again until SQS deletes it; what a recipient refuses becomes a dead letter in the table.';
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason });
  }

  /** Lets a function consume messages and add wakes. Lambda polls and deletes with the function's role. */
  grantConsumeAndWake(grantee: IGrantable): void {
    const commands = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage'];
    const actions = commands.map((command) => `sqs:${command}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.queueArn] });
  }
}
