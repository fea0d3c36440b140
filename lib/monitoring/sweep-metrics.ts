import { Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HandlerFunction } from '../functions/handler-function.ts';

/** Reads the sweeper's one line a sweep, `{"sweep": {…}}`. Only a value above 0 is data, so that a quiet month costs nothing. */
export class SweepMetrics extends Construct {
  /** The expected streams that are missing. */
  readonly missing: Metric;
  /** The ends that were presumed. */
  readonly presumedEnded: Metric;
  /** The sweeps that presumed no end by silence, because deferred events waited too long or a whole app fell silent. */
  readonly blocked: Metric;

  constructor(scope: Construct, id: string, sweeper: HandlerFunction) {
    super(scope, id);
    this.missing = this.#read(sweeper, 'StreamsMissing', '$.sweep.missing').with({ statistic: 'Maximum' });
    this.presumedEnded = this.#read(sweeper, 'StreamsPresumedEnded', '$.sweep.presumedEnded');
    this.blocked = this.#read(sweeper, 'SweepsBlocked', '$.sweep.blocked');
  }

  #read({ logGroup }: HandlerFunction, metricName: string, field: string): Metric {
    const filter = new MetricFilter(this, metricName, {
      metricNamespace: Stack.of(this).stackName,
      metricName,
      logGroup,
      filterPattern: FilterPattern.numberValue(field, '>', 0),
      metricValue: field,
    });
    return filter.metric({ statistic: 'Sum' });
  }
}
