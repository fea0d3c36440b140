import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type CreateAlarmOptions, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';
import type { HookMetrics } from './hook-metrics.ts';

/** What there is to watch. */
export interface MonitoredResources {
  readonly hooks: HookMetrics;
  readonly receiver: HandlerFunction;
  readonly replayer: HandlerFunction;
  readonly reader: HandlerFunction;
  readonly streams: StreamsTable;
  readonly tokens: TokensTable;
  readonly deferred: DeferredQueue;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'silenceMinutes'>;
}

/** What an alarm watches, and when it is raised: from 1 in 5 minutes on, unless it says otherwise. */
export interface AlarmDefinition extends Partial<CreateAlarmOptions> {
  readonly metric: Metric;
  /** What has happened, and what to do. */
  readonly description: string;
}

/** In 5 minutes. One stream whose URL was revoked is refused 60 times by then, with a heartbeat every 5 s; a stray hook is not. */
const REFUSED_THRESHOLD = 20;

/** What is slow, in ms: the receiver lets a hook wait elsewhere then, gives up after 1 600, and the media server after 2 000. */
const SLOW_HOOK_MS = 1_000;

/** How old an event is that the replayer should have tried by now, in s: it takes the first within seconds. */
const UNTRIED_SECONDS = 900;

/** Every alarm, by the name that it has in `docs/operations.md`. */
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
        'Hooks were answered 503: neither the tables nor the queue of deferred events took them in time. The media server sends each again if webhookRetryCount is set; the log of the receiver holds each, masked, under lost.',
    },
    HooksDeferred: {
      metric: hooks.kept('deferred'),
      description:
        'A table did not answer in time, and hooks wait in the queue of deferred events. Nothing is lost: the replayer keeps them as soon as the table answers. See whether the tables are throttled, and the AWS Health Dashboard.',
    },
    HooksThrottled: {
      metric: hooks.throttled,
      description:
        'Hooks were answered 429 by the throttle of the API, and are lost unless the media server sends them again. Raise throttleRate and throttleBurst, or find out who floods the API.',
    },
    HooksRefused: {
      metric: hooks.refused,
      threshold: REFUSED_THRESHOLD,
      description:
        'Many hooks were answered 403: a media server has a URL whose token is revoked or expired, or its address is not in allowList, or a webhook URL stands where the one for authorisation belongs. npm run tokens -- list tells which tokens there are.',
    },
    HooksQuarantined: {
      metric: hooks.kept('quarantined'),
      description: 'Hooks were kept that could not be read. GET /quarantine tells which they are, and why.',
    },
  };
}

function silenceAlarm({ hooks, settings }: MonitoredResources): Record<string, AlarmDefinition> {
  if (hooks.keptTotal === undefined) return {};
  return {
    HooksSilent: {
      // minute by minute: in long periods an alarm goes on seeing the last one that had data
      metric: hooks.keptTotal.with({ period: Duration.minutes(1) }),
      evaluationPeriods: settings.silenceMinutes,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      description: `No hook was kept for ${settings.silenceMinutes} minutes. If streams are live, look whether the media server still has the webhook URL, and reaches it.`,
    },
  };
}

function deferredAlarms({
  deferred: { queue, deadLetters },
  replayer,
}: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    DeferredWaiting: {
      // their age would not tell: SQS leaves out of it what was received three times, which takes 15 s
      metric: queue.metricApproximateNumberOfMessagesNotVisible({ statistic: 'Minimum' }),
      evaluationPeriods: 3,
      description:
        'For 15 minutes there were always events in the queue that the replayer has tried and not kept yet. Nothing is lost: each is tried for 4.6 hours, then it is a dead letter. The log of the replayer tells why.',
    },
    DeferredUntried: {
      metric: queue.metricApproximateAgeOfOldestMessage(),
      threshold: UNTRIED_SECONDS,
      description:
        'An event has been in the queue for 15 minutes, and the replayer has hardly tried it: more wait than it can take, or its event source mapping is disabled. After 14 days SQS deletes what waits.',
    },
    DeadLetters: {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(),
      description:
        'Events were tried for 4.6 hours and are dead letters now. The log of the replayer tells why; SQS deletes them 14 days after they came. Once that is mended, npm run replay -- --dead-letters --stack NAME lets them wait again.',
    },
    ReplayerErrors: {
      metric: replayer.lambda.metricErrors(),
      description:
        'The replayer failed, or ran out of time: the events that it had are tried again after 3 minutes. No hook is concerned that comes now. Its log tells why.',
    },
  };
}

function receiverAlarms({ receiver: { lambda } }: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    ReceiverErrors: {
      metric: lambda.metricErrors(),
      description:
        'The receiver failed, or ran out of time: hooks were answered 5xx and not kept for sure. Its log tells why.',
    },
    ReceiverThrottles: {
      metric: lambda.metricThrottles(),
      description:
        'Lambda had no execution left for hooks, and they were not kept. Raise reservedConcurrency if it is set, else the quota of the account.',
    },
    ReceiverSlow: {
      metric: lambda.metricDuration({ statistic: 'p99' }),
      threshold: SLOW_HOOK_MS,
      evaluationPeriods: 3, // of a handful of hooks, one cold process is the slowest hundredth: but not three times in a row
      description:
        'For 15 minutes one hook in a hundred took more than 1 s. See whether the tables are throttled; else raise memory.',
    },
  };
}

function readerAlarms({ reader: { lambda } }: MonitoredResources): Record<string, AlarmDefinition> {
  return {
    ReaderErrors: {
      metric: lambda.metricErrors(),
      description:
        'The reader failed, or ran out of time: who asked was answered 5xx. No hook is concerned. Its log tells why.',
    },
    ReaderThrottles: {
      metric: lambda.metricThrottles(),
      description:
        'Lambda had no execution left for reading, and soon may have none for hooks. Raise the quota of the account, and set reservedConcurrency.',
    },
  };
}

function tableAlarms({ streams, tokens }: MonitoredResources): Record<string, AlarmDefinition> {
  const sum = { statistic: 'Sum' };
  return {
    StreamsWriteThrottles: {
      metric: streams.metric('WriteThrottleEvents', sum),
      description:
        'DynamoDB refused writes to the table of streams, tried again at once. It grows with what it is sent; if this lasts, one stream or app gets more than a partition takes.',
    },
    StatusIndexWriteThrottles: {
      metric: streams.metricStatusIndex('WriteThrottleEvents'),
      description:
        'DynamoDB refused writes to the index byStatus, and holds back the writes of the table for it: more streams of one app change their status than a partition takes.',
    },
    StatusIndexReadThrottles: {
      metric: streams.metricStatusIndex('ReadThrottleEvents'),
      description:
        'DynamoDB refused reads of the index byStatus: somebody lists streams too often. The access log tells who. No hook is concerned.',
    },
    StreamsReadThrottles: {
      metric: streams.metric('ReadThrottleEvents', sum),
      description:
        'DynamoDB refused reads of the table of streams, tried again at once. If this lasts, somebody reads too often: the access log tells who.',
    },
    TokensReadThrottles: {
      metric: tokens.metric('ReadThrottleEvents', sum),
      description:
        'DynamoDB refused reads of the table of tokens: somebody guesses tokens, or sends hooks with one that is gone. The access log tells who.',
    },
  };
}
