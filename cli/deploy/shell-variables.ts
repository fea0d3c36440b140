import { quoteForShell } from '../../terminal/shell.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import type { AwsTarget } from '../stack/aws-target.ts';
import { resolveRegion } from '../stack/cloud-formation.ts';
import { readOutputs, type StackOutputs } from '../stack/outputs.ts';

/** The output for each variable that the commands of docs/operations.md use. */
const outputByVariable = {
  STREAMS_TABLE: 'StreamsTableName',
  TOKENS_TABLE: 'TokensTableName',
  DEFERRED_QUEUE: 'DeferredQueueUrl',
  DEAD_LETTER_QUEUE: 'DeadLetterQueueUrl',
  ALARM_TOPIC: 'AlarmTopicArn',
  RECEIVER_LOG: 'ReceiverLogGroupName',
  REPLAYER_LOG: 'ReplayerLogGroupName',
  READER_LOG: 'ReaderLogGroupName',
  ACCESS_LOG: 'AccessLogGroupName',
  DASHBOARD: 'DashboardName',
};

/** The same for the outputs that not every stack has: one of an earlier release, or without sweeper or announcements. */
const optionalOutputByVariable = {
  AUTHORISER: 'AuthoriserFunctionName',
  AUTHORISER_LOG: 'AuthoriserLogGroupName',
  SWEEPER: 'SweeperFunctionName',
  SWEEPER_LOG: 'SweeperLogGroupName',
  STREAM_ALARM_TOPIC: 'StreamAlarmTopicArn',
  EVENT_BUS: 'EventBusName',
  ANNOUNCER: 'AnnouncerFunctionName',
  ANNOUNCER_LOG: 'AnnouncerLogGroupName',
  NOTIFICATIONS_TABLE: 'NotificationsTableName',
  NOTIFY_QUEUE: 'NotifyQueueUrl',
  NOTIFIER: 'NotifierFunctionName',
  NOTIFIER_LOG: 'NotifierLogGroupName',
};

/** Printed after an error: makes the shell's eval fail, and unsets the names of another stack. */
export const UNSET_VARIABLES = `unset ${['STACK', 'API_URL', ...Object.keys({ ...outputByVariable, ...optionalOutputByVariable })].join(' ')}; false`;

/** Prints the names of a stack's resources for a shell's eval, and nothing else. */
export async function printShellVariables(stack: string, target: AwsTarget): Promise<void> {
  try {
    const outputs = await readOutputs(stack);
    console.log(formatExports(outputs, { ...target, region: await resolveRegion() }));
  } catch (error) {
    throw explainAwsError(error);
  }
}

/** Returns one `export` line for each name, and for the profile and the region; an `unset` line for each that the stack lacks. */
export function formatExports(
  outputs: StackOutputs,
  { profile, region }: AwsTarget & { readonly region: string },
): string {
  const variables = {
    ...(profile !== undefined && { AWS_PROFILE: profile }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region, // the AWS CLI of version 1 reads no other
    STACK: outputs.stack,
    API_URL: outputs.url,
    ...Object.fromEntries(
      Object.entries(outputByVariable).map(([variable, output]) => [variable, outputs.require(output)]),
    ),
  };
  const optional = Object.entries(optionalOutputByVariable).map(([variable, output]) => [
    variable,
    outputs.find(output),
  ]);
  const lines = [...Object.entries(variables), ...optional].map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}=${quoteForShell(value)}`,
  );
  return lines.join('\n');
}
