import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type CreateAlarmOptions, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { HandlerFunction } from './handler-function.ts';
import type { HookMetrics } from './hook-metrics.ts';
import type { Settings } from './settings.ts';
import type { StreamsTable } from './streams-table.ts';
import type { TokensTable } from './tokens-table.ts';

/** What there is to watch. */
export interface Watched {
  readonly hooks: HookMetrics;
  readonly receiver: HandlerFunction;
  readonly reader: HandlerFunction;
  readonly streams: StreamsTable;
  readonly tokens: TokensTable;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'silenceMinutes'>;
}

/** What an alarm watches, and when it is raised: from 1 in 5 minutes on, unless it says otherwise. */
export interface Watch extends Partial<CreateAlarmOptions> {
  readonly metric: Metric;
  /** What has happened, and what to do. */
  readonly tells: string;
}

/** In 5 minutes. One stream whose URL was revoked is refused 60 times by then, with a heartbeat every 5 s; a stray hook is not. */
const MANY_REFUSED = 20;

/** What is slow, in ms: the receiver gives up after 1 500, the media server after 2 000. */
const SLOW_MS = 1_000;

/** Every alarm, by the name that it has in `docs/operations.md`. */
export function watches(watched: Watched): Record<string, Watch> {
  return {
    ...ofHooks(watched),
    ...ofSilence(watched),
    ...ofReceiver(watched),
    ...ofReader(watched),
    ...ofTables(watched),
  };
}

function ofHooks({ hooks }: Watched): Record<string, Watch> {
  return {
    HooksNotKept: {
      metric: hooks.notKept,
      tells:
        'Hooks were answered 503, because a table did not answer in time. The media server sends each again if webhookRetryCount is set; the log of the receiver holds them, unless it was the table of tokens that did not answer.',
    },
    HooksThrottled: {
      metric: hooks.throttled,
      tells:
        'Hooks were answered 429 by the throttle of the API, and are lost unless the media server sends them again. Raise throttleRate and throttleBurst, or find out who floods the API.',
    },
    HooksRefused: {
      metric: hooks.refused,
      threshold: MANY_REFUSED,
      tells:
        'Many hooks were answered 403: a media server has a URL whose token is revoked or expired, or its address is not in allowList. npm run tokens -- list tells which tokens there are.',
    },
    HooksQuarantined: {
      metric: hooks.kept('quarantined'),
      tells: 'Hooks were kept that could not be read. GET /quarantine tells which they are, and why.',
    },
  };
}

function ofSilence({ hooks, settings }: Watched): Record<string, Watch> {
  if (hooks.keptInAll === undefined) return {};
  return {
    HooksSilent: {
      // minute by minute: in long periods an alarm goes on seeing the last one that had data
      metric: hooks.keptInAll.with({ period: Duration.minutes(1) }),
      evaluationPeriods: settings.silenceMinutes,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      tells: `No hook was kept for ${settings.silenceMinutes} minutes. If streams are live, look whether the media server still has the webhook URL, and reaches it.`,
    },
  };
}

function ofReceiver({ receiver: { lambda } }: Watched): Record<string, Watch> {
  return {
    ReceiverErrors: {
      metric: lambda.metricErrors(),
      tells:
        'The receiver failed, or ran out of time: hooks were answered 5xx and not kept for sure. Its log tells why.',
    },
    ReceiverThrottles: {
      metric: lambda.metricThrottles(),
      tells:
        'Lambda had no execution left for hooks, and they were not kept. Raise reservedConcurrency if it is set, else the quota of the account.',
    },
    ReceiverSlow: {
      metric: lambda.metricDuration({ statistic: 'p99' }),
      threshold: SLOW_MS,
      evaluationPeriods: 3, // of a handful of hooks, one cold process is the slowest hundredth: but not three times in a row
      tells:
        'For 15 minutes one hook in a hundred took more than 1 s. See whether the table is throttled; else raise memory.',
    },
  };
}

function ofReader({ reader: { lambda } }: Watched): Record<string, Watch> {
  return {
    ReaderErrors: {
      metric: lambda.metricErrors(),
      tells:
        'The reader failed, or ran out of time: who asked was answered 5xx. No hook is concerned. Its log tells why.',
    },
    ReaderThrottles: {
      metric: lambda.metricThrottles(),
      tells:
        'Lambda had no execution left for reading, and soon may have none for hooks. Raise the quota of the account, and set reservedConcurrency.',
    },
  };
}

function ofTables({ streams, tokens }: Watched): Record<string, Watch> {
  const sum = { statistic: 'Sum' };
  return {
    StreamsWriteThrottles: {
      metric: streams.metric('WriteThrottleEvents', sum),
      tells:
        'DynamoDB refused writes to the table of streams, tried again at once. It grows with what it is sent; if this lasts, one stream or app gets more than a partition takes.',
    },
    StatusIndexWriteThrottles: {
      metric: streams.metricOfStatusIndex('WriteThrottleEvents'),
      tells:
        'DynamoDB refused writes to the index byStatus, and holds back the writes of the table for it: more streams of one app change their status than a partition takes.',
    },
    StatusIndexReadThrottles: {
      metric: streams.metricOfStatusIndex('ReadThrottleEvents'),
      tells:
        'DynamoDB refused reads of the index byStatus: somebody lists streams too often. The access log tells who. No hook is concerned.',
    },
    StreamsReadThrottles: {
      metric: streams.metric('ReadThrottleEvents', sum),
      tells:
        'DynamoDB refused reads of the table of streams, tried again at once. If this lasts, somebody reads too often: the access log tells who.',
    },
    TokensReadThrottles: {
      metric: tokens.metric('ReadThrottleEvents', sum),
      tells:
        'DynamoDB refused reads of the table of tokens: somebody guesses tokens, or sends hooks with one that is gone. The access log tells who.',
    },
  };
}
