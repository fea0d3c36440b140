import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeMetricFilters } from '@aws-sdk/client-cloudwatch-logs';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from 'vitest';
import { clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('the alarms of a deployed stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Alarms');
  const cloudWatch = new CloudWatchClient(clientConfig(endpoint));
  const sqs = new SQSClient(clientConfig(endpoint));
  let QueueUrl: string | undefined;
  let alarms: MetricAlarm[];

  /** Receives all notifications and returns the names of their alarms, without duplicates. */
  async function receiveAlarmNames(): Promise<string[]> {
    const names = new Set<string>();
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return [...names].sort();
      for (const { Body = '' } of Messages) names.add(JSON.parse(JSON.parse(Body).Message).AlarmName);
    }
  }

  beforeAll(async () => {
    await stack.deploy({ silenceMinutes: 30 });
    ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'alarms' })));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    await new SNSClient(clientConfig(endpoint)).send(
      new SubscribeCommand({
        TopicArn: await stack.readOutput('AlarmTopicArn'),
        Protocol: 'sqs',
        Endpoint: Attributes?.QueueArn,
      }),
    );
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: stack.name }));
    alarms = MetricAlarms;
  });

  test('do not ring at first', async () => {
    expect(alarms.length).toBeGreaterThan(10);
    expect(await receiveAlarmNames()).toEqual([]);
  });

  test('evaluate metrics of AWS or of the metric filters', async () => {
    const filterMetrics: string[] = [];
    const client = new CloudWatchLogsClient(clientConfig(endpoint));
    for await (const { metricFilters = [] } of paginateDescribeMetricFilters({ client }, {}))
      for (const { metricTransformations = [] } of metricFilters)
        filterMetrics.push(
          ...metricTransformations.map(({ metricNamespace, metricName }) => `${metricNamespace} ${metricName}`),
        );
    const own = alarms.filter(({ Namespace }) => !Namespace?.startsWith('AWS/'));
    expect(own.length).toBeGreaterThan(3);
    for (const { Namespace, MetricName } of own) expect(filterMetrics).toContain(`${Namespace} ${MetricName}`);
  });

  test('notify a subscribed queue, each when its metric breaches the threshold', async () => {
    for (const alarm of alarms) {
      const { Namespace, MetricName, Dimensions } = alarm;
      const Value = breachingValue(alarm);
      await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, Dimensions, Value }] }));
    }
    expect(await receiveAlarmNames()).toEqual(alarms.map(({ AlarmName }) => AlarmName).sort());
  });
});

/** Returns a value that breaches the alarm's threshold: 0 for the alarm about silence, which rings below it. */
function breachingValue({ AlarmName, Threshold = 0 }: MetricAlarm): number {
  return AlarmName?.includes('HooksSilent') ? 0 : Threshold + 1;
}
