import { expect, test } from 'vitest';
import { formatExports } from '../../../cli/deploy/shell-variables.ts';
import { StackOutputs } from '../../../cli/stack/outputs.ts';
import { exec } from '../../exec.ts';
import { templateOf } from '../../lib/synthesis.ts';

/** Returns a value for every output of this project's stack. */
const outputs = (url = 'https://api.example.com/', settings = {}) => {
  const names = Object.keys(templateOf(settings).findOutputs('*'));
  return new StackOutputs('Hooks', { ...Object.fromEntries(names.map((name) => [name, `the ${name}`])), ApiUrl: url });
};

test('each name is one line that a shell can evaluate', () => {
  expect(formatExports(outputs(), { region: 'eu-west-1' }).split('\n')).toEqual([
    "export AWS_REGION='eu-west-1'",
    "export AWS_DEFAULT_REGION='eu-west-1'",
    "export STACK='Hooks'",
    "export API_URL='https://api.example.com'",
    "export STREAMS_TABLE='the StreamsTableName'",
    "export TOKENS_TABLE='the TokensTableName'",
    "export DEFERRED_QUEUE='the DeferredQueueUrl'",
    "export DEAD_LETTER_QUEUE='the DeadLetterQueueUrl'",
    "export ALARM_TOPIC='the AlarmTopicArn'",
    "export RECEIVER_LOG='the ReceiverLogGroupName'",
    "export REPLAYER_LOG='the ReplayerLogGroupName'",
    "export READER_LOG='the ReaderLogGroupName'",
    "export ACCESS_LOG='the AccessLogGroupName'",
    "export DASHBOARD='the DashboardName'",
    "export AUTHORISER='the AuthoriserFunctionName'",
    "export AUTHORISER_LOG='the AuthoriserLogGroupName'",
    "export SWEEPER='the SweeperFunctionName'",
    "export SWEEPER_LOG='the SweeperLogGroupName'",
    "export STREAM_ALARM_TOPIC='the StreamAlarmTopicArn'",
    "export EVENT_BUS='the EventBusName'",
    "export ANNOUNCER='the AnnouncerFunctionName'",
    "export ANNOUNCER_LOG='the AnnouncerLogGroupName'",
    "export NOTIFICATIONS_TABLE='the NotificationsTableName'",
    "export NOTIFY_QUEUE='the NotifyQueueUrl'",
    "export NOTIFIER='the NotifierFunctionName'",
    "export NOTIFIER_LOG='the NotifierLogGroupName'",
  ]);
});

test('a stack without a sweeper unsets the names of one that has it', async () => {
  const lines = formatExports(outputs('https://api.example.com', { sweepMinutes: '0' }), { region: 'eu-west-1' });
  const script = `SWEEPER=another\n${lines}\necho "\${SWEEPER-none} $RECEIVER_LOG"`;
  expect(await exec('bash', ['-c', script])).toBe('none the ReceiverLogGroupName\n');
});

test('the named profile applies to the commands too, whatever characters it has', async () => {
  const profile = "it's $HOME `id`";
  const script = `${formatExports(outputs(), { profile, region: 'eu-west-1' })}\nprintenv AWS_PROFILE`;
  expect(await exec('bash', ['-c', script])).toBe(`${profile}\n`);
});

test('a missing output, as of an earlier release, is an error that names it', () =>
  expect(() =>
    formatExports(new StackOutputs('Hooks', { ApiUrl: 'https://api.example.com' }), { region: 'eu-west-1' }),
  ).toThrow(/received the outputs ApiUrl, expected StreamsTableName among them/));
