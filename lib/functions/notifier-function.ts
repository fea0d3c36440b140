import { Stack, Token, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AnnouncementBus } from '../data/announcement-bus.ts';
import { NotificationsTable } from '../data/notifications-table.ts';
import { NOTIFY_TIMEOUT, NotifyQueue } from '../data/notify-queue.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction } from './handler-function.ts';

/** The function that notifies recipients, with its table and its queue. */
export interface Notifications {
  readonly notifier: HandlerFunction;
  readonly table: NotificationsTable;
  readonly queue: NotifyQueue;
}

export interface NotificationsProps {
  /** The bus of the announcements; undefined without them. */
  readonly bus: AnnouncementBus | undefined;
  /** The base URL of the board that messages link to, unless the settings have one. */
  readonly apiUrl: string;
  /** The deployment's settings. */
  readonly settings: Settings;
}

/** The executions of a new account, which may be 10, are for hooks. */
const MAX_CONCURRENCY = 5;

/** Creates the function that notifies recipients of announcements, its table and its queue; undefined without a bus. */
export function createNotifications(
  scope: Construct,
  { bus, apiUrl, settings }: NotificationsProps,
): Notifications | undefined {
  if (bus === undefined) return undefined;
  const table = new NotificationsTable(scope, 'Notifications');
  const queue = new NotifyQueue(scope, 'NotifyQueue', bus);
  const { stackName } = Stack.of(scope);
  const notifier = new HandlerFunction(scope, 'Notifier', {
    entry: 'notifier',
    description: 'Notifies recipients of what happens to streams',
    timeout: NOTIFY_TIMEOUT,
    environment: {
      NOTIFICATIONS_TABLE: table.tableName,
      NOTIFY_QUEUE_URL: queue.queueUrl,
      RECIPIENTS_PATH: `/${stackName}/notify`,
      BOARD_URL: settings.boardUrl || apiUrl,
    },
    settings,
  });
  table.grantKeepOutbox(notifier);
  grantReadRecipients(notifier);
  grantPublishMails(notifier);
  consumeMessages(notifier, queue);
  return { notifier, table, queue };
}

function consumeMessages(notifier: HandlerFunction, queue: NotifyQueue): void {
  queue.grantConsumeAndWake(notifier);
  notifier.lambda.addEventSourceMapping('Messages', {
    eventSourceArn: queue.queueArn,
    batchSize: 10, // a batch is one invocation of 30 s for all of its recipients
    maxConcurrency: MAX_CONCURRENCY,
    reportBatchItemFailures: true,
  });
}

/** Lets the notifier read the recipients: SSM authorises the path of the request, not the parameters below it. */
function grantReadRecipients(grantee: HandlerFunction): void {
  const stack = Stack.of(grantee);
  const arn = stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: `${stack.stackName}/notify` });
  Grant.addToPrincipal({ grantee, actions: ['ssm:GetParametersByPath'], resourceArns: [arn] });
}

/** Lets the notifier send mails by the topics that `npm run notify` makes, one for each recipient. */
function grantPublishMails(grantee: HandlerFunction): void {
  const stack = Stack.of(grantee);
  const topics = `${stack.stackName}-notify-*`;
  const arn = stack.formatArn({ service: 'sns', resource: topics });
  Grant.addToPrincipal({ grantee, actions: ['sns:Publish'], resourceArns: [arn] });
  const shown = stack.formatArn({ service: 'sns', resource: topics, ...shownEnvironment(stack) });
  const reason =
    'Topics of recipients are made by a command, without a deployment: the stack knows how their names begin.';
  Validations.of(grantee).acknowledge({ id: `AwsSolutions-IAM5[Resource::${shown}]`, reason });
}

/** Returns partition, region and account as cdk-nag writes them in the id of a finding. */
function shownEnvironment({ partition, region, account }: Stack) {
  const show = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  return {
    partition: show(partition, 'Partition'),
    region: show(region, 'Region'),
    account: show(account, 'AccountId'),
  };
}
