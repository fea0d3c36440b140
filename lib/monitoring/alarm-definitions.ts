import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type CreateAlarmOptions, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';
import type { HookMetrics } from './hook-metrics.ts';

export interface MonitoredResources {
  /** The metrics that are counted from the logs. */
  readonly hooks: HookMetrics;
  readonly receiver: HandlerFunction;
  readonly replayer: HandlerFunction;
  readonly reader: HandlerFunction;
  readonly streams: StreamsTable;
  readonly tokens: TokensTable;
  readonly deferred: DeferredQueue;
  /** The deployment's settings. */
  readonly settings: Pick<Settings, 'silenceMinutes'>;
}

/** An alarm. Unless its options differ, it rings when the metric reaches 1 within 5 minutes. */
export interface AlarmDefinition extends Partial<CreateAlarmOptions> {
  readonly metric: Metric;
  /** What happened, and what to do first. */
  readonly description: string;
}

/** Refused hooks in 5 minutes: one stream with a revoked URL and a heartbeat every 5 s causes 60, a stray hook only one. */
const REFUSED_THRESHOLD = 20;

/** The duration of a slow hook, in ms: the receiver then defers it, gives up after 1 600, and the media server after 2 000. */
const SLOW_HOOK_MS = 1_000;

/** The age of an event that the replayer should have tried, in s: it tries the first within seconds. */
const UNTRIED_SECONDS = 900;

/** Returns every alarm, by its name in `docs/operations.md`. */
export function alarmDefinitions(resources: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    ...hookAlarms(resources),
    ...silenceAlarm(resources),
    ...deferredAlarms(resources),
    ...receiverAlarms(resources),
    ...readerAlarms(resources),
    ...tableAlarms(resources),
  };
}

function hookAlarms({ hooks }: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    HooksNotKept: {
      metric: hooks.notKept,
      description:
        'Hooks were answered 503: neither the tables nor the deferred queue stored them in time. Check the AWS Health Dashboard. Ant Media Server retries if webhookRetryCount is set; the receiver log holds each lost hook, masked, in the field lost.',
    },
    HooksDeferred: {
      metric: hooks.kept('deferred'),
      description:
        'A table did not answer in time, so hooks are in the deferred queue. Nothing is lost: the replayer stores them once the table answers. If this lasts, check the table throttles and the AWS Health Dashboard.',
    },
    HooksThrottled: {
      metric: hooks.throttled,
      description:
        'The API throttled hooks (429). They are lost unless Ant Media Server retries. Raise throttleRate and throttleBurst, or find in the access log who floods the API.',
    },
    HooksRefused: {
      metric: hooks.refused,
      threshold: REFUSED_THRESHOLD,
      description:
        'Many hooks were answered 403: a webhook URL has a revoked or expired token, or its sender is not in allowList, or it is configured as an authorisation URL. List the valid tokens with npm run tokens -- list.',
    },
    HooksQuarantined: {
      metric: hooks.kept('quarantined'),
      description:
        'Unparseable hooks were quarantined: they are stored whole, but change no stream. GET /quarantine lists them with the reason.',
    },
  };
}

function silenceAlarm({ hooks, settings }: MonitoredResources): Record<string, AlarmDefinition> {
  if (hooks.keptTotal === undefined) return {};
  return {
    HooksSilent: {
      // by the minute: with long periods, an alarm keeps evaluating the last period that had data
      metric: hooks.keptTotal.with({ period: Duration.minutes(1) }),
      evaluationPeriods: settings.silenceMinutes,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      description: `No hook was stored for ${settings.silenceMinutes} minutes. If streams are live, check that Ant Media Server still has the webhook URL and reaches it.`,
    },
  };
}

function deferredAlarms({ deferred, replayer }: MonitoredResources): Record<string, AlarmDefinition> {
  const { queue, deadLetters } = deferred;
  return {
    DeferredWaiting: {
      // not by age: SQS leaves out messages that were received three times, which takes 15 s
      metric: queue.metricApproximateNumberOfMessagesNotVisible({ statistic: 'Minimum' }),
      evaluationPeriods: 3,
      description:
        'For 15 minutes the deferred queue always held events that the replayer had tried and not stored. Nothing is lost yet: an event becomes a dead letter after 4.6 hours. The replayer log gives the reason.',
    },
    DeferredUntried: {
      metric: queue.metricApproximateAgeOfOldestMessage(),
      threshold: UNTRIED_SECONDS,
      description:
        'An event has been in the deferred queue for 15 minutes and was hardly tried: the backlog is longer than the replayer can process, or its event source mapping is disabled. SQS deletes events after 14 days.',
    },
    DeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(),
      description:
        'Events failed for 4.6 hours and are dead letters; SQS deletes them 14 days after they arrived. The replayer log gives the reason. Fix it, then run npm run replay -- --dead-letters --stack NAME.',
    },
    ReplayerErrors: {
      metric: replayer.lambda.metricErrors(),
      description:
        'The replayer crashed or timed out. Its events are retried after 3 minutes; new hooks are not affected. The replayer log gives the reason.',
    },
  };
}

function receiverAlarms({ receiver: { lambda } }: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    ReceiverErrors: {
      metric: lambda.metricErrors(),
      description:
        'The receiver crashed or timed out: hooks were answered 5xx and may not be stored. The receiver log gives the reason.',
    },
    ReceiverThrottles: {
      metric: lambda.metricThrottles(),
      description:
        'Lambda had no concurrency left for the receiver, so hooks were not stored. Raise reservedConcurrency if it is set, otherwise the quota of the account.',
    },
    ReceiverSlow: {
      metric: lambda.metricDuration({ statistic: 'p99' }),
      threshold: SLOW_HOOK_MS,
      evaluationPeriods: 3, // with few hooks, one cold start is the slowest 1 %, but not three times in a row
      description:
        'For 15 minutes the slowest 1 % of hooks took more than 1 s. Check whether the tables are throttled; otherwise raise memory.',
    },
  };
}

function readerAlarms({ reader: { lambda } }: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    ReaderErrors: {
      metric: lambda.metricErrors(),
      description:
        'The reader crashed or timed out: API requests were answered 5xx. Hooks are not affected. The reader log gives the reason.',
    },
    ReaderThrottles: {
      metric: lambda.metricThrottles(),
      description:
        'Lambda had no concurrency left for the reader, and may soon have none for hooks. Raise the quota of the account, and set reservedConcurrency.',
    },
  };
}

function tableAlarms({ streams, tokens }: MonitoredResources): Record<string, AlarmDefinition> {
  const sum = { statistic: 'Sum' };
  return {
    StreamsWriteThrottles: {
      metric: streams.metric('WriteThrottleEvents', sum),
      description:
        'DynamoDB throttled writes to the streams table; they were retried. The table scales with its traffic. If this lasts, one stream or app writes more than a partition takes.',
    },
    StatusIndexWriteThrottles: {
      metric: streams.metricStatusIndex('WriteThrottleEvents'),
      description:
        'DynamoDB throttled writes to the index byStatus, and with it the writes to the table: more streams of one app change their status than a partition takes. Spread them over several apps.',
    },
    StatusIndexReadThrottles: {
      metric: streams.metricStatusIndex('ReadThrottleEvents'),
      description:
        'DynamoDB throttled reads of the index byStatus: a client lists streams too often. Find it in the access log. Hooks are not affected.',
    },
    StreamsReadThrottles: {
      metric: streams.metric('ReadThrottleEvents', sum),
      description:
        'DynamoDB throttled reads of the streams table; they were retried. If this lasts, a client reads too often: find it in the access log.',
    },
    TokensReadThrottles: {
      metric: tokens.metric('ReadThrottleEvents', sum),
      description:
        'DynamoDB throttled reads of the tokens table: somebody guesses tokens, or sends hooks with an unknown one. Find the address in the access log.',
    },
  };
}
