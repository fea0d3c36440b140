import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeMetricFilters } from '@aws-sdk/client-cloudwatch-logs';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from 'vitest';
import { clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

/** More values than the other functions have added: they decide a percentile. */
const MANY = 1_000;

/** The outputs with the topics. */
const topics = ['AlarmTopicArn', 'StreamAlarmTopicArn'] as const;

describeOnAccount('the alarms of a deployed stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Alarms');
  const cloudWatch = new CloudWatchClient(clientConfig(endpoint));
  const sqs = new SQSClient(clientConfig(endpoint));
  const queues: Record<string, string> = {};
  let alarms: MetricAlarm[];

  /** Creates a queue that a topic notifies. Returns its URL. */
  async function subscribeQueue(output: string): Promise<string> {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: output }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const TopicArn = await stack.readOutput(output);
    await new SNSClient(clientConfig(endpoint)).send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }),
    );
    return QueueUrl;
  }

  /** Receives all notifications of a topic and returns the names of their alarms, without duplicates. */
  async function receiveAlarmNames(output: (typeof topics)[number]): Promise<string[]> {
    const QueueUrl = queues[output];
    const names = new Set<string>();
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return [...names].sort();
      for (const { Body = '' } of Messages) names.add(JSON.parse(JSON.parse(Body).Message).AlarmName);
    }
  }

  beforeAll(async () => {
    await stack.deploy({ silenceMinutes: 30 });
    for (const output of topics) queues[output] = await subscribeQueue(output);
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: stack.name }));
    alarms = MetricAlarms;
  });

  test('do not ring at first', async () => {
    expect(alarms.length).toBeGreaterThan(10);
    // MiniStack evaluates the durations of all functions of all stacks together: a slow one may ring for the receiver.
    const rung = (await Promise.all(topics.map(receiveAlarmNames))).flat();
    expect(rung.filter((name) => !name.includes('ReceiverSlow'))).toEqual([]);
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

  test('notify a subscribed queue, each when its metric breaches the threshold, and those about streams another one', async () => {
    for (const { AlarmName } of alarms)
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'before the test' }));
    for (const alarm of alarms) {
      const { Namespace, MetricName, Dimensions, ExtendedStatistic } = alarm;
      const datum = { MetricName, Dimensions, Value: breachingValue(alarm) };
      const count = ExtendedStatistic === undefined ? 1 : MANY; // a percentile, of the durations of other functions too
      await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData: Array(count).fill(datum) }));
    }
    const names = alarms.map(({ AlarmName = '' }) => AlarmName).sort();
    const isAboutStreams = (name: string) => /Streams(Missing|PresumedEnded)/.test(name);
    expect(await receiveAlarmNames('StreamAlarmTopicArn')).toEqual(names.filter(isAboutStreams));
    expect(await receiveAlarmNames('AlarmTopicArn')).toEqual(names.filter((name) => !isAboutStreams(name)));
    expect(names.filter(isAboutStreams)).toHaveLength(2);
  });
});

/** Returns a value that breaches the alarm's threshold: 0 for the alarm about silence, which rings below it. */
function breachingValue({ AlarmName, Threshold = 0 }: MetricAlarm): number {
  return AlarmName?.includes('HooksSilent') ? 0 : Threshold + 1;
}
