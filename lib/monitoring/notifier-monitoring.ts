import { Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Notifications } from '../functions/notifier-function.ts';

/** The notifier and its metrics. */
export interface NotifierMonitoring {
  readonly notifications: Notifications;
  /** The turns and messages that failed: the notifier logs a line `{"notifyFailing": …}` for each. */
  readonly failing: Metric;
}

/** Creates what monitors the notifications; undefined without them. */
export function createNotifierMonitoring(
  scope: Construct,
  notifications: Notifications | undefined,
): NotifierMonitoring | undefined {
  if (notifications === undefined) return undefined;
  const filter = new MetricFilter(scope, 'NotifyFailing', {
    metricNamespace: Stack.of(scope).stackName,
    metricName: 'NotifyFailing',
    logGroup: notifications.notifier.logGroup,
    // a text: no pattern matches an object
    filterPattern: FilterPattern.exists('$.notifyFailing.answered'),
  });
  return { notifications, failing: filter.metric({ statistic: 'Sum' }) };
}
