import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type CreateAlarmOptions, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';
import type { AlarmName } from './alarm-descriptions.ts';
import type { AnnouncerMonitoring } from './announcer-monitoring.ts';
import type { AuthoriserMonitoring } from './authoriser-monitoring.ts';
import type { HookMetrics } from './hook-metrics.ts';
import type { NotifierMonitoring } from './notifier-monitoring.ts';
import type { SweepMonitoring } from './sweep-monitoring.ts';

export interface MonitoredResources {
  /** The metrics that are counted from the logs. */
  readonly hookMetrics: HookMetrics;
  /** The function that records new hooks. */
  readonly receiver: HandlerFunction;
  /** The function that records deferred events. */
  readonly replayer: HandlerFunction;
  /** The function that serves the read API. */
  readonly reader: HandlerFunction;
  /** The table of streams. */
  readonly streams: StreamsTable;
  /** The table of tokens. */
  readonly tokens: TokensTable;
  /** The queue of deferred events, and its dead letters. */
  readonly deferred: DeferredQueue;
  /** The authoriser and its metrics. */
  readonly authorising: AuthoriserMonitoring;
  /** The sweeper and its metrics; undefined without one. */
  readonly sweeps: SweepMonitoring | undefined;
  /** The announcer and its metrics; undefined without one. */
  readonly announcing: AnnouncerMonitoring | undefined;
  /** The notifier and its metrics; undefined without one. */
  readonly notifying: NotifierMonitoring | undefined;
  /** The deployment's settings. */
  readonly settings: Pick<Settings, 'silenceMinutes'>;
}

/** An alarm. Unless its options differ, it triggers when the metric reaches 1 within 5 minutes. */
export interface AlarmDefinition extends Partial<CreateAlarmOptions> {
  readonly name: AlarmName;
  readonly metric: Metric;
  /** Whether the alarm notifies the topic of the streams, not that of the receiver. @default false */
  readonly isAboutStreams?: boolean;
}

/** Refused hooks in 5 minutes: one stream with a revoked URL and a heartbeat every 5 s causes 60, a stray hook only one. */
const REFUSED_THRESHOLD = 20;

/** The duration of a slow hook, in ms: the receiver then defers it, gives up after 1 600, and the media server after 2 000. */
const SLOW_HOOK_MS = 1_000;

/** Refused publishers in 5 minutes: a device that retries makes as many in a minute, a person who mistypes a key fewer. */
const PUBLISH_REFUSED_THRESHOLD = 5;

/** The duration of a slow question, in ms: four of these in a row, and the media server refuses the fourth encoder. */
const SLOW_QUESTION_MS = 500;

/** The age of an event that the replayer should have tried, in s: it tries the first within seconds. */
const UNTRIED_SECONDS = 900;

/** The age of a write that should be announced, in ms: usually it is a second. */
const UNANNOUNCED_MS = 900_000;

/** Returns every alarm, with the condition under which it triggers. */
export const alarmDefinitions = (resources: MonitoredResources): readonly AlarmDefinition[] => [
  ...hookAlarms(resources),
  ...silenceAlarm(resources),
  ...deferredAlarms(resources),
  ...functionAlarms(resources),
  ...authoriserAlarms(resources),
  ...tableAlarms(resources),
  ...sweepAlarms(resources),
  ...announcerAlarms(resources),
  ...notifierAlarms(resources),
];

const hookAlarms = ({ hookMetrics }: MonitoredResources): AlarmDefinition[] => [
  { name: 'HooksNotKept', metric: hookMetrics.notStored },
  { name: 'HooksDeferred', metric: hookMetrics.stored('deferred') },
  { name: 'HooksThrottled', metric: hookMetrics.throttled },
  { name: 'HooksRefused', metric: hookMetrics.refused, threshold: REFUSED_THRESHOLD },
  { name: 'HooksQuarantined', metric: hookMetrics.stored('quarantined') },
];

function silenceAlarm({ hookMetrics, settings }: MonitoredResources): AlarmDefinition[] {
  if (hookMetrics.storedTotal === undefined) return [];
  return [
    {
      name: 'HooksSilent',
      // by the minute: with long periods, an alarm goes on evaluating the last period that had data
      metric: hookMetrics.storedTotal.with({ period: Duration.minutes(1) }),
      evaluationPeriods: settings.silenceMinutes,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    },
  ];
}

function deferredAlarms({ deferred: { queue, deadLetters }, replayer }: MonitoredResources): AlarmDefinition[] {
  // not by age: SQS leaves out messages that were received three times, which takes 15 s
  const inFlight = queue.metricApproximateNumberOfMessagesNotVisible({ statistic: 'Minimum' });
  return [
    { name: 'DeferredWaiting', metric: inFlight, evaluationPeriods: 3 },
    { name: 'DeferredUntried', metric: queue.metricApproximateAgeOfOldestMessage(), threshold: UNTRIED_SECONDS },
    { name: 'DeadLetters', metric: deadLetters.metricApproximateNumberOfMessagesVisible() },
    { name: 'ReplayerErrors', metric: replayer.lambda.metricErrors() },
  ];
}

function functionAlarms({ receiver, reader }: MonitoredResources): AlarmDefinition[] {
  const p99 = receiver.lambda.metricDuration({ statistic: 'p99' });
  return [
    { name: 'ReceiverErrors', metric: receiver.lambda.metricErrors() },
    { name: 'ReceiverThrottles', metric: receiver.lambda.metricThrottles() },
    // with few hooks, one cold start is the slowest 1 %, but not three times in a row
    { name: 'ReceiverSlow', metric: p99, threshold: SLOW_HOOK_MS, evaluationPeriods: 3 },
    { name: 'ReaderErrors', metric: reader.lambda.metricErrors() },
    { name: 'ReaderThrottles', metric: reader.lambda.metricThrottles() },
  ];
}

function authoriserAlarms({ authorising: { authoriser, publishRefused } }: MonitoredResources): AlarmDefinition[] {
  const p99 = authoriser.lambda.metricDuration({ statistic: 'p99' });
  return [
    { name: 'PublishRefused', metric: publishRefused, threshold: PUBLISH_REFUSED_THRESHOLD },
    // with few questions, one cold start is the slowest 1 %, but not three times in a row
    { name: 'AuthoriserSlow', metric: p99, threshold: SLOW_QUESTION_MS, evaluationPeriods: 3 },
    { name: 'AuthoriserErrors', metric: authoriser.lambda.metricErrors() },
    { name: 'AuthoriserThrottles', metric: authoriser.lambda.metricThrottles() },
  ];
}

function tableAlarms({ streams, tokens }: MonitoredResources): AlarmDefinition[] {
  const sum = { statistic: 'Sum' };
  return [
    { name: 'StreamsWriteThrottles', metric: streams.metric('WriteThrottleEvents', sum) },
    { name: 'StatusIndexWriteThrottles', metric: streams.metricStatusIndex('WriteThrottleEvents') },
    { name: 'StatusIndexReadThrottles', metric: streams.metricStatusIndex('ReadThrottleEvents') },
    { name: 'StreamsReadThrottles', metric: streams.metric('ReadThrottleEvents', sum) },
    { name: 'TokensReadThrottles', metric: tokens.metric('ReadThrottleEvents', sum) },
  ];
}

function sweepAlarms({ sweeps }: MonitoredResources): AlarmDefinition[] {
  if (sweeps === undefined) return [];
  const { metrics, sweeper, settings } = sweeps;
  // streams stay missing between two sweeps: each period has one at least
  const period = Duration.minutes(Math.max(5, 2 * settings.sweepMinutes));
  return [
    { name: 'StreamsMissing', metric: metrics.missing.with({ period }), isAboutStreams: true },
    { name: 'StreamsPresumedEnded', metric: metrics.presumedEnded, isAboutStreams: true },
    { name: 'SweeperErrors', metric: sweeper.lambda.metricErrors() },
    { name: 'SweeperBlocked', metric: metrics.blocked.with({ period }) },
  ];
}

function announcerAlarms({ announcing }: MonitoredResources): AlarmDefinition[] {
  if (announcing === undefined) return [];
  const { announcer, skipped, age } = announcing;
  return [
    { name: 'AnnouncerErrors', metric: announcer.lambda.metricErrors() },
    { name: 'AnnouncerBehind', metric: age, threshold: UNANNOUNCED_MS },
    { name: 'AnnouncementsSkipped', metric: skipped },
  ];
}

function notifierAlarms({ notifying }: MonitoredResources): AlarmDefinition[] {
  if (notifying === undefined) return [];
  const { notifications, failing } = notifying;
  return [
    // a recipient that fails is tried every 15 minutes: each period has a try at least
    { name: 'NotifyFailing', metric: failing.with({ period: Duration.minutes(20) }) },
    { name: 'NotifierErrors', metric: notifications.notifier.lambda.metricErrors() },
  ];
}
