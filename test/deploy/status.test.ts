import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../run.ts';
import { accountEnv, clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('npm run status -- --stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Status');
  const cloudWatch = new CloudWatchClient(clientConfig(endpoint));
  let token: string;

  const status = (...args: string[]) =>
    run('show-status', ['--stack', stack.name, ...args], { ...accountEnv(endpoint), STREAMS_TOKEN: token });

  /** Sets the state of the alarm whose runbook has this heading. */
  async function setAlarm(name: string, StateValue: 'ALARM' | 'OK'): Promise<void> {
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: stack.name }));
    const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName?.includes(`Alarms${name}`));
    const { AlarmName } = alarm ?? expect.fail(`expected an alarm ${name}`);
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
  }

  beforeAll(async () => {
    await stack.deploy();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
    const body = JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1', timestamp: Date.now() });
    await fetch(`${await stack.url()}/hooks/LiveApp/${token}`, { method: 'POST', body });
    const FunctionName = await stack.readOutput('SweeperFunctionName');
    await new LambdaClient(clientConfig(endpoint)).send(new InvokeCommand({ FunctionName })); // it counts the streams
  });

  test('has read every part, and finds nothing that needs a look', async () => {
    const { code, stdout, stderr } = await status('--json');
    expect(stderr).toBe('');
    const { alarms, concerns, exitCode, ...read } = JSON.parse(stdout);
    expect(read).toMatchObject({
      ...{ unreadable: [], absent: {} },
      counts: { live: 1, stale: 0, missing: 0, apps: [{ app: 'LiveApp' }] },
      hooks: { lastAt: expect.any(String), nodes: [{ live: 1, clock: null }] },
      deferred: { waiting: 0, deadLetters: 0 },
      announcements: { lastAt: null },
      notifications: { queued: expect.any(Number), waiting: 0, deadLetters: 0, recipients: [], unreadable: [] },
      errors: { streams: [], log: { group: await stack.readOutput('ReceiverLogGroupName') } },
      refusals: { count: 0 },
    });
    // MiniStack evaluates the metrics of all functions of all stacks together: those of other tests may ring here.
    expect(concerns).toHaveLength(alarms.length > 0 ? 1 : 0);
    expect([code, exitCode]).toEqual(alarms.length > 0 ? [1, 1] : [0, 0]);
  });

  test('needs a look when an alarm rings, and once there are dead letters', async () => {
    await setAlarm('HooksRefused', 'ALARM');
    const QueueUrl = await stack.readOutput('DeadLetterQueueUrl');
    await new SQSClient(clientConfig(endpoint)).send(new SendMessageCommand({ QueueUrl, MessageBody: 'dead' }));
    const { code, stdout } = await status();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ +HooksRefused since .+: Many hooks were answered 403.+ docs\/operations\.md#hooksrefused$/m); // biome-ignore format: a row
    expect(stdout).toMatch(/^Needs a look: .*1 event is a dead letter/);
    expect(stdout).toMatch(/^Deferred +no event waits, 1 dead letter$/m);
    await setAlarm('HooksRefused', 'OK');
    expect((await status()).stdout).not.toContain('HooksRefused');
  });
});
