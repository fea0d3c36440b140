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

/** Adds the stack's outputs. Their names are a contract: the commands in `cli/` read them. */
export function addStackOutputs(stack: Stack, props: StackOutputsProps): void {
  const {
    streams,
    tokens,
    deferred,
    receiver,
    replayer,
    reader,
    sweeps,
    announcing,
    bus,
    api,
    domain,
    topic,
    dashboard,
  } = props;
  const add = (name: string, value: string, description: string) => new CfnOutput(stack, name, { value, description });
  add('ApiUrl', api.baseUrl, 'The base URL of the hooks and of the read API');
  add('StreamsTableName', streams.tableName, 'The table of streams');
  add('TokensTableName', tokens.tableName, 'The table of tokens');
  add('DeferredQueueUrl', deferred.queue.queueUrl, 'The queue of events that a table did not store in time');
  add('DeadLetterQueueUrl', deferred.deadLetters.queueUrl, 'The queue of events that failed too often');
  add('ReceiverFunctionName', receiver.lambda.functionName, 'The receiver, whose environment has the key that signs lost events'); // biome-ignore format: an output a line
  add('AlarmTopicArn', topic.topicArn, 'The topic of the alarms: subscribe to it');
  add('DashboardName', dashboard.dashboardName, 'The dashboard in CloudWatch');
  add('ReceiverLogGroupName', receiver.logGroup.logGroupName, 'One line for each hook');
  add('ReplayerLogGroupName', replayer.logGroup.logGroupName, 'One line for each deferred event');
  add('ReaderLogGroupName', reader.logGroup.logGroupName, 'The errors of the read API');
  add('AccessLogGroupName', api.accessLogGroup.logGroupName, 'One line for each request');
  if (sweeps) {
    add('SweeperFunctionName', sweeps.sweeper.lambda.functionName, 'The sweeper, which also asks media servers');
    add('SweeperLogGroupName', sweeps.sweeper.logGroup.logGroupName, 'One line for each sweep');
    add('StreamAlarmTopicArn', sweeps.topic.topicArn, 'The topic of the alarms about streams: subscribe to it');
  }
  if (bus && announcing) {
    const { lambda, logGroup } = announcing.announcer;
    add('EventBusName', bus.eventBusName, 'The bus of the announcements: add rules to it');
    add('AnnouncerFunctionName', lambda.functionName, 'The announcer, which puts announcements on the bus');
    add('AnnouncerLogGroupName', logGroup.logGroupName, 'One line for each announcement that was given up');
  }
  if (domain) add('DomainTarget', domain.regionalDomainName, 'The target of the CNAME of the domain');
}
