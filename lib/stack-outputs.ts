import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebhooksApi } from './api/webhooks-api.ts';
import type { AnnouncementBus } from './data/announcement-bus.ts';
import type { MonitoredResources } from './monitoring/alarm-definitions.ts';
import type { AlarmTopic } from './monitoring/alarm-topic.ts';
import type { OperationsDashboard } from './monitoring/operations-dashboard.ts';

export interface StackOutputsProps extends Omit<MonitoredResources, 'hookMetrics' | 'settings'> {
  /** The HTTP API. */
  readonly api: WebhooksApi;
  /** The API's own domain; undefined for none. */
  readonly domain: DomainName | undefined;
  /** The bus of the announcements; undefined without them. */
  readonly bus: AnnouncementBus | undefined;
  /** The topic of the alarms. */
  readonly topic: AlarmTopic;
  /** The operations dashboard. */
  readonly dashboard: OperationsDashboard;
}

type AddOutput = (name: string, value: string, description: string) => void;

/** Adds the stack's outputs. Their names are a contract: the commands in `cli/` read them. */
export function addStackOutputs(stack: Stack, props: StackOutputsProps): void {
  const add: AddOutput = (name, value, description) => new CfnOutput(stack, name, { value, description });
  addReceiverOutputs(add, props);
  addLogOutputs(add, props);
  addAuthoriserOutputs(add, props);
  addSweepOutputs(add, props);
  addAnnouncementOutputs(add, props);
  addNotificationOutputs(add, props);
  if (props.domain) add('DomainTarget', props.domain.regionalDomainName, 'The target of the CNAME of the domain');
}

function addReceiverOutputs(
  add: AddOutput,
  { streams, tokens, deferred, receiver, api, topic, dashboard }: StackOutputsProps,
): void {
  add('ApiUrl', api.baseUrl, 'The base URL of the hooks and of the read API');
  add('StreamsTableName', streams.tableName, 'The table of streams');
  add('TokensTableName', tokens.tableName, 'The table of tokens');
  add('DeferredQueueUrl', deferred.queue.queueUrl, 'The queue of events that a table did not store in time');
  add('DeadLetterQueueUrl', deferred.deadLetters.queueUrl, 'The queue of events that failed too often');
  add('ReceiverFunctionName', receiver.lambda.functionName, 'The receiver, whose environment has the key that signs lost events'); // biome-ignore format: an output a line
  add('AlarmTopicArn', topic.topicArn, 'The topic of the alarms: subscribe to it');
  add('DashboardName', dashboard.dashboardName, 'The dashboard in CloudWatch');
}

function addLogOutputs(add: AddOutput, { receiver, replayer, reader, api }: StackOutputsProps): void {
  add('ReceiverLogGroupName', receiver.logGroup.logGroupName, 'One line for each hook');
  add('ReplayerLogGroupName', replayer.logGroup.logGroupName, 'One line for each deferred event');
  add('ReaderLogGroupName', reader.logGroup.logGroupName, 'The errors of the read API');
  add('AccessLogGroupName', api.accessLogGroup.logGroupName, 'One line for each request');
}

function addAuthoriserOutputs(add: AddOutput, { authorising: { authoriser } }: StackOutputsProps): void {
  add('AuthoriserFunctionName', authoriser.lambda.functionName, 'The authoriser, which answers who may publish and play'); // biome-ignore format: an output a line
  add('AuthoriserLogGroupName', authoriser.logGroup.logGroupName, 'One line for each question who may publish or play');
}

function addSweepOutputs(add: AddOutput, { sweeps }: StackOutputsProps): void {
  if (!sweeps) return;
  const { lambda, logGroup } = sweeps.sweeper;
  add('SweeperFunctionName', lambda.functionName, 'The sweeper, which also asks media servers');
  add('SweeperLogGroupName', logGroup.logGroupName, 'One line for each sweep');
  add('StreamAlarmTopicArn', sweeps.topic.topicArn, 'The topic of the alarms about streams: subscribe to it');
}

function addAnnouncementOutputs(add: AddOutput, { bus, announcing }: StackOutputsProps): void {
  if (!bus || !announcing) return;
  const { lambda, logGroup } = announcing.announcer;
  add('EventBusName', bus.eventBusName, 'The bus of the announcements: add rules to it');
  add('AnnouncerFunctionName', lambda.functionName, 'The announcer, which puts announcements on the bus');
  add('AnnouncerLogGroupName', logGroup.logGroupName, 'One line for each announcement that was given up');
}

function addNotificationOutputs(add: AddOutput, { notifying }: StackOutputsProps): void {
  if (!notifying) return;
  const { notifier, table, queue } = notifying.notifications;
  add('NotificationsTableName', table.tableName, 'The table of what recipients have yet to be told');
  add('NotifyQueueUrl', queue.queueUrl, 'The queue of the notifier');
  add('NotifierFunctionName', notifier.lambda.functionName, 'The notifier, which notifies recipients');
  add('NotifierLogGroupName', notifier.logGroup.logGroupName, 'One line for each recipient that is failing');
}
