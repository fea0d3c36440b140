import { Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { HandlerFunction } from '../functions/handler-function.ts';

/** The announcer and its metrics. */
export interface AnnouncerMonitoring {
  readonly announcer: HandlerFunction;
  /** The announcements that were given up: the announcer logs a line `{"skipped": …}` for each. */
  readonly skipped: Metric;
  /** The age of the oldest write that is not announced yet, in ms. */
  readonly age: Metric;
}

/** Creates what monitors the announcements; undefined without an announcer. */
export function createAnnouncerMonitoring(
  scope: Construct,
  announcer: HandlerFunction | undefined,
): AnnouncerMonitoring | undefined {
  if (announcer === undefined) return undefined;
  const filter = new MetricFilter(scope, 'AnnouncementsSkipped', {
    metricNamespace: Stack.of(scope).stackName,
    metricName: 'AnnouncementsSkipped',
    logGroup: announcer.logGroup,
    // a text: no pattern matches an object
    filterPattern: FilterPattern.exists('$.skipped.reason'),
  });
  const age = announcer.lambda.metric('IteratorAge', { statistic: 'Maximum' });
  return { announcer, skipped: filter.metric({ statistic: 'Sum' }), age };
}
