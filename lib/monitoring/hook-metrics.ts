import { Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { WebhooksApi } from '../api/webhooks-api.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';
import type { Settings } from '../settings/settings.ts';

export interface HookMetricsProps {
  /** The function that logs a line for each hook. */
  readonly receiver: HandlerFunction;
  /** The API that logs a line for each request. */
  readonly api: WebhooksApi;
  /** The deployment's settings. */
  readonly settings: Pick<Settings, 'silenceMinutes'>;
}

/** The outcomes of stored hooks, as in their answer and the log. */
export const outcomes = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', 'deferred'] as const;

/** Counts hooks from the logs, because CloudWatch's own metrics count only requests. A metric costs money while it counts. */
export class HookMetrics extends Construct {
  /** Hooks that were answered 403. */
  readonly refused: Metric;
  /** Hooks that were answered 503. */
  readonly notStored: Metric;
  /** Hooks that the API throttled with 429: the receiver never saw them. */
  readonly throttled: Metric;
  /** Stored hooks of any outcome; only with the setting `silenceMinutes`. */
  readonly storedTotal: Metric | undefined;
  readonly #stored: Metric;

  constructor(scope: Construct, id: string, { receiver, api, settings }: HookMetricsProps) {
    super(scope, id);
    const stored = FilterPattern.exists('$.outcome');
    this.#stored = this.#count('HooksKept', receiver.logGroup, stored, { Outcome: '$.outcome' });
    this.refused = this.#count('HooksRefused', receiver.logGroup, FilterPattern.numberValue('$.status', '=', 403));
    this.notStored = this.#count('HooksNotKept', receiver.logGroup, FilterPattern.numberValue('$.status', '=', 503));
    this.throttled = this.#count('HooksThrottled', api.accessLogGroup, hooksThrottled);
    this.storedTotal =
      settings.silenceMinutes > 0 ? this.#count('HooksKeptInAll', receiver.logGroup, stored) : undefined;
  }

  /** Returns the stored hooks of an outcome. */
  stored(outcome: (typeof outcomes)[number]): Metric {
    return this.#stored.with({ dimensionsMap: { Outcome: outcome } });
  }

  /** Counts the lines that match a pattern. The stack's name is the namespace, so that stacks of a region count separately. */
  #count(metricName: string, logGroup: ILogGroup, filterPattern: IFilterPattern, dimensions?: Record<string, string>) {
    const metricNamespace = Stack.of(this).stackName;
    const filter = new MetricFilter(this, metricName, {
      metricNamespace,
      metricName,
      logGroup,
      filterPattern,
      ...(dimensions && { dimensions }),
    });
    return filter.metric({ statistic: 'Sum' });
  }
}

/**
 * The access log writes every value as text. Reads use the default route, and questions who may publish their own, each with
 * its own throttle. A line without a route may be a hook's, so it counts.
 */
const hooksThrottled = FilterPattern.all(
  FilterPattern.stringValue('$.status', '=', '429'),
  FilterPattern.stringValue('$.route', '!=', '$default'),
  FilterPattern.stringValue('$.route', '!=', 'POST /authorize/*'),
);
