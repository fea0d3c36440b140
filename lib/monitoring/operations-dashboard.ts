import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  type Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { HandlerFunction } from '../functions/handler-function.ts';
import { ActiveStreamsWidget } from './active-streams-widget.ts';
import type { MonitoredResources } from './alarm-definitions.ts';
import type { Alarms } from './alarms.ts';
import { refusalReasons } from './authoriser-monitoring.ts';
import { dashboardNameOf } from './dashboard-name.ts';
import { outcomes } from './hook-metrics.ts';

export interface OperationsDashboardProps extends Omit<MonitoredResources, 'tokens' | 'settings'> {
  /** The alarms whose status is shown. */
  readonly alarms: Alarms;
}

/** One page that shows the alarms, the hooks, the functions, the questions who may publish, the queue, the tables, the sweeps, the announcements and the notifications. */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id, {
      dashboardName: dashboardNameOf(scope),
      widgets: [
        alarmRow,
        hookRow,
        functionRow,
        authoriserRow,
        deferredRow,
        tableRow,
        sweepRow,
        announcerRow,
        notifierRow,
      ].map((row) => row(props)),
    });
  }
}

const alarmRow = ({ alarms }: OperationsDashboardProps): IWidget[] => [
  new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.all], width: 24, height: 4 }),
];

const hookRow = ({ hookMetrics, receiver }: OperationsDashboardProps): IWidget[] => [
  graph('Hooks stored, by outcome', outcomes.map((outcome) => hookMetrics.stored(outcome).with({ label: outcome }))), // biome-ignore format: a graph a line
  graph('Hooks not stored', [hookMetrics.refused, hookMetrics.notStored, hookMetrics.throttled]),
  new ActiveStreamsWidget(receiver),
];

function functionRow({ receiver, reader }: OperationsDashboardProps): IWidget[] {
  const latency = (statistic: string) => receiver.lambda.metricDuration({ statistic, label: statistic });
  return [
    graph('Receiver: ms a hook', [latency('p50'), latency('p99')]),
    graph('Receiver: failures', failures(receiver)),
    graph('Reader: failures', failures(reader)),
  ];
}

function authoriserRow({ authorising }: OperationsDashboardProps): IWidget[] {
  const { authoriser, publishRefused, refusedFor } = authorising;
  const latency = (statistic: string) => authoriser.lambda.metricDuration({ statistic, label: statistic });
  return [
    graph('Questions refused, by reason', refusalReasons.map((reason) => refusedFor(reason).with({ label: reason }))), // biome-ignore format: a graph a line
    graph('Authoriser: ms a question', [latency('p50'), latency('p99')]),
    graph('Authoriser: failures, publishers refused', [...failures(authoriser), publishRefused]),
  ];
}

function deferredRow({ deferred: { queue, deadLetters }, replayer }: OperationsDashboardProps): IWidget[] {
  return [
    graph('Deferred events', [
      queue.metricApproximateNumberOfMessagesVisible({ label: 'not tried, or to be tried now' }),
      queue.metricApproximateNumberOfMessagesNotVisible({ label: 'tried, waiting for the next time' }),
      deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'dead letters' }),
    ]),
    graph('Deferred events: s since the oldest untried one', [queue.metricApproximateAgeOfOldestMessage()]),
    graph('Replayer: failures', failures(replayer)),
  ];
}

function tableRow({ streams }: OperationsDashboardProps): IWidget[] {
  const table = (metricName: string) => streams.metric(metricName, { statistic: 'Sum' });
  return [
    graph('Streams: units consumed', [table('ConsumedWriteCapacityUnits'), table('ConsumedReadCapacityUnits')]),
    graph('Streams: throttles', [table('WriteThrottleEvents'), table('ReadThrottleEvents')]),
    graph('Index by status: throttles', [streams.metricStatusIndex('WriteThrottleEvents')]),
  ];
}

function sweepRow({ sweeps }: OperationsDashboardProps): IWidget[] {
  if (sweeps === undefined) return [];
  const { sweeper, metrics } = sweeps;
  return [
    new LogQueryWidget({
      title: 'Live streams, and stale ones among them', // from the log: a metric would cost money all month
      logGroupNames: [sweeper.logGroup.logGroupName],
      view: LogQueryVisualizationType.LINE,
      width: 8,
      queryLines: ['filter ispresent(sweep.live)', 'stats max(sweep.live), max(sweep.stale) by bin(5m)'],
    }),
    graph('Streams missing, ends presumed', [metrics.missing, metrics.presumedEnded]),
    graph('Sweeper: failures, blocked sweeps', [...failures(sweeper), metrics.blocked]),
  ];
}

function announcerRow({ announcing }: OperationsDashboardProps): IWidget[] {
  if (announcing === undefined) return [];
  const { announcer, skipped, age } = announcing;
  return [
    graph('Announcements: ms since the oldest write not announced', [age]),
    graph('Announcer: invocations', [announcer.lambda.metricInvocations()]),
    graph('Announcer: failures, announcements skipped', [...failures(announcer), skipped]),
  ];
}

function notifierRow({ notifying }: OperationsDashboardProps): IWidget[] {
  if (notifying === undefined) return [];
  const { notifications, failing } = notifying;
  return [
    graph('Notifier: invocations', [notifications.notifier.lambda.metricInvocations()]),
    graph('Notifier: failures, recipients that fail', [...failures(notifications.notifier), failing]),
  ];
}

const failures = ({ lambda }: HandlerFunction): Metric[] => [lambda.metricErrors(), lambda.metricThrottles()];

/** Creates a graph that is a third of the page wide. */
const graph = (title: string, left: Metric[]): GraphWidget => new GraphWidget({ title, left, width: 8 });
