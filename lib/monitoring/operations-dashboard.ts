import { Stack } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import { ActiveStreamsWidget } from './active-streams-widget.ts';
import type { Alarms } from './alarms.ts';
import { type HookMetrics, outcomes } from './hook-metrics.ts';

export interface OperationsDashboardProps {
  readonly hooks: HookMetrics;
  readonly receiver: HandlerFunction;
  readonly replayer: HandlerFunction;
  readonly reader: HandlerFunction;
  readonly streams: StreamsTable;
  readonly deferred: DeferredQueue;
  readonly alarms: Alarms;
}

/** What there is to see of it all, on one page of CloudWatch. */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    const { hooks, receiver, replayer, reader, streams, alarms } = props;
    const { queue, deadLetters } = props.deferred;
    const { stackName, region } = Stack.of(scope);
    const latency = (statistic: string) => receiver.lambda.metricDuration({ statistic, label: statistic });
    const failures = ({ lambda }: HandlerFunction) => [lambda.metricErrors(), lambda.metricThrottles()];
    const table = (metricName: string) => streams.metric(metricName, { statistic: 'Sum' });
    super(scope, id, {
      dashboardName: `${stackName}-${region}`, // the regions of an account share their dashboards
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.all], width: 24, height: 4 })],
        [
          graph('Hooks kept, by outcome', outcomes.map((outcome) => hooks.kept(outcome).with({ label: outcome }))), // biome-ignore format: a graph a line
          graph('Hooks not kept', [hooks.refused, hooks.notKept, hooks.throttled]),
          new ActiveStreamsWidget(receiver),
        ],
        [
          graph('Receiver: ms a hook', [latency('p50'), latency('p99')]),
          graph('Receiver: failures', failures(receiver)),
          graph('Reader: failures', failures(reader)),
        ],
        [
          graph('Deferred events', [
            queue.metricApproximateNumberOfMessagesVisible({ label: 'not tried, or to be tried now' }),
            queue.metricApproximateNumberOfMessagesNotVisible({ label: 'tried, waiting for the next time' }),
            deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
          ]),
          graph('Deferred events: s since the oldest untried one', [queue.metricApproximateAgeOfOldestMessage()]),
          graph('Replayer: failures', failures(replayer)),
        ],
        [
          graph('Streams: units consumed', [table('ConsumedWriteCapacityUnits'), table('ConsumedReadCapacityUnits')]),
          graph('Streams: throttles', [table('WriteThrottleEvents'), table('ReadThrottleEvents')]),
          graph('Index by status: throttles', [streams.metricStatusIndex('WriteThrottleEvents')]),
        ],
      ],
    });
  }
}

/** A third of the page wide. */
function graph(title: string, left: Metric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8 });
}
