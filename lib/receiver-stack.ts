import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createCustomDomain } from './api/custom-domain.ts';
import { WebhooksApi } from './api/webhooks-api.ts';
import { DeferredQueue } from './data/deferred-queue.ts';
import { StreamsTable } from './data/streams-table.ts';
import { TokensTable } from './data/tokens-table.ts';
import { ReaderFunction } from './functions/reader-function.ts';
import { ReceiverFunction } from './functions/receiver-function.ts';
import { ReplayerFunction } from './functions/replayer-function.ts';
import { AlarmTopic } from './monitoring/alarm-topic.ts';
import { Alarms } from './monitoring/alarms.ts';
import { HookMetrics } from './monitoring/hook-metrics.ts';
import { OperationsDashboard } from './monitoring/operations-dashboard.ts';
import { nonDefaultSettings } from './settings/non-default-settings.ts';
import type { Settings } from './settings/settings.ts';

/**
 * Everything that is deployed. Construct ids are a contract: whoever changes the id of a table or a queue deploys an empty one.
 * Without a region it fits every region.
 */
export class ReceiverStack extends Stack {
  constructor(scope: Construct, settings: Settings, region?: string) {
    super(scope, settings.stackName, {
      description: 'Receives the webhooks of Ant Media Server',
      tags: settings.tags,
      ...(region !== undefined && { env: { region } }),
    });
    this.templateOptions.metadata = { Settings: nonDefaultSettings(settings) }; // with which the next deployment compares

    const streams = new StreamsTable(this, 'Streams', settings);
    const tokens = new TokensTable(this, 'Tokens', settings);
    const deferred = new DeferredQueue(this, 'Deferred', settings);
    const receiver = new ReceiverFunction(this, 'Receiver', { streams, tokens, deferred, settings });
    const replayer = new ReplayerFunction(this, 'Replayer', { streams, tokens, deferred, settings });
    const reader = new ReaderFunction(this, 'Reader', { streams, tokens, settings });
    const domain = createCustomDomain(this, settings);
    const api = new WebhooksApi(this, 'Api', { receiver, reader, domain, settings });
    const hooks = new HookMetrics(this, 'Metrics', { receiver, api, settings });
    const topic = new AlarmTopic(this, 'AlarmTopic', settings);
    const watched = { hooks, receiver, replayer, reader, streams, tokens, deferred };
    const alarms = new Alarms(this, 'Alarms', { ...watched, topic, settings });
    const dashboard = new OperationsDashboard(this, 'Dashboard', { ...watched, alarms });

    this.#output('ApiUrl', api.baseUrl, 'Where hooks are sent and streams are read');
    this.#output('StreamsTableName', streams.tableName, 'The table of streams');
    this.#output('TokensTableName', tokens.tableName, 'The table of tokens');
    this.#output('DeferredQueueUrl', deferred.queue.queueUrl, 'Where events wait that a table did not take in time');
    this.#output('DeadLetterQueueUrl', deferred.deadLetters.queueUrl, 'Where events stay that were tried too often');
    this.#output(
      'ReceiverFunctionName',
      receiver.lambda.functionName,
      'What receives, and signs what it can keep nowhere',
    );
    this.#output('AlarmTopicArn', topic.topicArn, 'Where alarms are told: subscribe to it');
    this.#output('DashboardName', dashboard.dashboardName, 'What there is to see of it all, in CloudWatch');
    this.#output('ReceiverLogGroupName', receiver.logGroup.logGroupName, 'A line for each hook');
    this.#output('ReplayerLogGroupName', replayer.logGroup.logGroupName, 'A line for each event that waited');
    this.#output('ReaderLogGroupName', reader.logGroup.logGroupName, 'What went wrong while somebody read');
    this.#output('AccessLogGroupName', api.accessLogGroup.logGroupName, 'A line for each request');
    if (domain) this.#output('DomainTarget', domain.regionalDomainName, 'What the CNAME of the domain has to point at');
  }

  #output(output: string, value: string, description: string): void {
    new CfnOutput(this, output, { value, description });
  }
}
