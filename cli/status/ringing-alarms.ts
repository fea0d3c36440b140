import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { RingingAlarm } from './status-parts.ts';

const RUNBOOKS = 'docs/operations.md';

/** Returns the alarms of a stack that ring, the one that rings longest first. */
export async function findRingingAlarms(client: CloudWatchClient, stack: string): Promise<RingingAlarm[]> {
  const ringing: MetricAlarm[] = [];
  const input = { AlarmNamePrefix: `${stack}-Alarms`, StateValue: 'ALARM' } as const;
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, input)) ringing.push(...MetricAlarms);
  const since = ({ StateUpdatedTimestamp: at }: MetricAlarm) => at?.getTime() ?? 0;
  return ringing
    .filter((alarm) => isOfStack(alarm, stack))
    .sort((a, b) => since(a) - since(b))
    .map(toRingingAlarm);
}

/**
 * Another stack may be named `STACK-Alarms…`. CloudFormation names an alarm STACK-ID-SUFFIX, where neither the id nor the suffix
 * has a hyphen, so that no name is of two stacks.
 */
const isOfStack = ({ AlarmName = '' }: MetricAlarm, stack: string): boolean =>
  AlarmName.startsWith(stack) && /^-Alarms[A-Za-z0-9]+-[A-Za-z0-9]+$/.test(AlarmName.slice(stack.length));

/** The description ends with the heading of its runbook. */
function toRingingAlarm({ AlarmName = '', AlarmDescription = '', StateUpdatedTimestamp: at }: MetricAlarm) {
  const [reference, heading] = / *See (\w+) in docs\/operations\.md\.$/.exec(AlarmDescription) ?? [''];
  return {
    name: heading ?? AlarmName,
    since: at?.toISOString() ?? null,
    description: AlarmDescription.slice(0, AlarmDescription.length - reference.length),
    runbook: heading === undefined ? null : `${RUNBOOKS}#${heading.toLowerCase()}`,
  };
}
