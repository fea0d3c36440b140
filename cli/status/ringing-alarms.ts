import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { RingingAlarm } from './status-parts.ts';

const RUNBOOKS = 'docs/operations.md';

/** The most that one answer has; a stack has fewer. */
const MAX_ALARMS = 100;

/** Returns the alarms of a stack that ring, the one that rings longest first. */
export async function findRingingAlarms(
  client: CloudWatchClient,
  stack: string,
  abortSignal: AbortSignal,
): Promise<RingingAlarm[]> {
  const command = new DescribeAlarmsCommand({
    AlarmNamePrefix: `${stack}-Alarms`, // the name of another stack may begin with this one's
    StateValue: 'ALARM',
    MaxRecords: MAX_ALARMS,
  });
  const { MetricAlarms = [] } = await client.send(command, { abortSignal });
  const since = ({ StateUpdatedTimestamp: at }: MetricAlarm) => at?.getTime() ?? 0;
  return MetricAlarms.sort((a, b) => since(a) - since(b)).map(toRingingAlarm);
}

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
