import { Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { WebhooksApi } from '../api/webhooks-api.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';

export interface HookMetricsProps {
  /** Logs a line for each hook that reaches it. */
  readonly receiver: HandlerFunction;
  /** Logs a line for each request. */
  readonly api: WebhooksApi;
  /** What whoever deploys chose. */
  readonly settings: Pick<Settings, 'silenceMinutes'>;
}

/** What becomes of a hook that is kept, as its answer and the log say it. */
export const outcomes = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', 'deferred'] as const;

/** Counts hooks by what the logs tell of them: CloudWatch's own metrics know requests only. Each costs as long as it counts. */
export class HookMetrics extends Construct {
  /** Hooks that were answered 403. */
  readonly refused: Metric;
  /** Hooks that were answered 503. */
  readonly notKept: Metric;
  /** Hooks that the API's throttle answered 429: the receiver never saw them. */
  readonly throttled: Metric;
  /** Hooks that were kept, whatever their outcome; only where somebody wants to be told of silence. */
  readonly keptTotal: Metric | undefined;
  readonly #kept: Metric;

  constructor(scope: Construct, id: string, { receiver, api, settings }: HookMetricsProps) {
    super(scope, id);
    const kept = FilterPattern.exists('$.outcome');
    this.#kept = this.#count('HooksKept', receiver.logGroup, kept, { Outcome: '$.outcome' });
    this.refused = this.#count('HooksRefused', receiver.logGroup, FilterPattern.numberValue('$.status', '=', 403));
    this.notKept = this.#count('HooksNotKept', receiver.logGroup, FilterPattern.numberValue('$.status', '=', 503));
    this.throttled = this.#count('HooksThrottled', api.accessLogGroup, hooksThrottled);
    this.keptTotal = settings.silenceMinutes > 0 ? this.#count('HooksKeptInAll', receiver.logGroup, kept) : undefined;
  }

  /** Hooks that were kept with this outcome. */
  kept(outcome: (typeof outcomes)[number]): Metric {
    return this.#kept.with({ dimensionsMap: { Outcome: outcome } });
  }

  /** How many lines are of a pattern, in 5 minutes. A stack's metrics are its own: no two stacks of a region share a name. */
  #count(metricName: string, logGroup: ILogGroup, filterPattern: IFilterPattern, dimensions?: Record<string, string>) {
    const metricNamespace = Stack.of(this).stackName;
    const by = dimensions && { dimensions };
    const filter = new MetricFilter(this, metricName, { metricNamespace, metricName, logGroup, filterPattern, ...by });
    return filter.metric({ statistic: 'Sum' });
  }
}

/** The access log writes every value as text. What is read has the default route, and a throttle of its own. */
const hooksThrottled = FilterPattern.all(
  FilterPattern.stringValue('$.status', '=', '429'),
  FilterPattern.stringValue('$.route', '!=', '$default'),
);
