import { quoteForShell } from '../../terminal/shell.ts';
import type { AwsTarget } from '../stack/aws-target.ts';
import type { StackOutputs } from '../stack/outputs.ts';

/** Which output tells what a command of docs/operations.md asks a variable for. */
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

/** What a shell's eval fails with: it forgets the names of another stack. */
export const UNSET_VARIABLES = `unset ${['STACK', 'API_URL', ...Object.keys(outputByVariable)].join(' ')}; false`;

/** The names of what is deployed, and what leads commands to the same account and region: a line each, for a shell's eval. */
export function formatExports(
  outputs: StackOutputs,
  { profile, region }: AwsTarget & { readonly region: string },
): string {
  const variables = {
    ...(profile !== undefined && { AWS_PROFILE: profile }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region, // the AWS CLI of version 1 knows no other
    STACK: outputs.stack,
    API_URL: outputs.url,
    ...Object.fromEntries(
      Object.entries(outputByVariable).map(([variable, output]) => [variable, outputs.require(output)]),
    ),
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoteForShell(value)}`);
  return lines.join('\n');
}
