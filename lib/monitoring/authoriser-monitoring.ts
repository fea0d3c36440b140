import { Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type MetricFilterProps } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { WebhooksApi } from '../api/webhooks-api.ts';
import type { HandlerFunction } from '../functions/handler-function.ts';

/** The reasons for a refusal, as in the authoriser's log. */
export const refusalReasons = ['wrongUrl', 'unreadable', 'reservedParameter', 'noKey', 'unknownKey', 'expired', 'notYet', 'otherStream'] as const; // biome-ignore format: a list

/** The authoriser and its metrics. */
export interface AuthoriserMonitoring {
  readonly authoriser: HandlerFunction;
  /** Publishers that were not let in, by the authoriser or by the throttle of the API. */
  readonly publishRefused: Metric;
  /** Publishers and players that were refused for a reason of the policy. */
  readonly refusedFor: (reason: (typeof refusalReasons)[number]) => Metric;
}

/**
 * Creates what monitors the authoriser. Two filters count into one metric whom it did not let in and whom the API throttled:
 * to the publisher both are a refusal, and an alarm evaluates one metric.
 */
export function createAuthoriserMonitoring(
  scope: Construct,
  { authoriser, api }: { readonly authoriser: HandlerFunction; readonly api: WebhooksApi },
): AuthoriserMonitoring {
  const count = (id: string, metricName: string, props: Omit<MetricFilterProps, 'metricName' | 'metricNamespace'>) =>
    new MetricFilter(scope, id, { metricNamespace: Stack.of(scope).stackName, metricName, ...props });
  const { logGroup } = authoriser;
  const filter = count('PublishRefused', 'PublishRefused', { logGroup, filterPattern: publishRefused });
  count('PublishThrottled', 'PublishRefused', { logGroup: api.accessLogGroup, filterPattern: publishThrottled });
  const filterPattern = FilterPattern.exists('$.reason');
  const byReason = count('QuestionsRefused', 'QuestionsRefused', {
    logGroup,
    filterPattern,
    dimensions: { Reason: '$.reason' },
  });
  return {
    authoriser,
    publishRefused: filter.metric({ statistic: 'Sum' }),
    refusedFor: (Reason) => byReason.metric({ statistic: 'Sum', dimensionsMap: { Reason } }),
  };
}

/** The media server takes any answer but 200 for a refusal. A path without app and token (404) is no question: anybody may post there. */
const publishRefused = FilterPattern.all(
  FilterPattern.stringValue('$.use', '=', 'publish'),
  FilterPattern.numberValue('$.status', '!=', 200),
  FilterPattern.numberValue('$.status', '!=', 404),
);

/** The access log writes every value as text. */
const publishThrottled = FilterPattern.all(
  FilterPattern.stringValue('$.status', '=', '429'),
  FilterPattern.stringValue('$.route', '=', 'POST /authorize/publish/*'),
);
