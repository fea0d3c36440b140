import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStatusCommand } from '../../../cli/status/status-command.ts';
import { type AwsAnswer, type AwsRequest, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { root } from '../../exec.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { run } from '../../run.ts';
import { type FakeCloudFormation, stackDescription, stackNotFound, startFakeCloudFormation } from '../fake-cloud-formation.ts'; // biome-ignore format: a row
import { runInProcess } from '../run-in-process.ts';

const receiver = useReceiver();
let cloudFormation: FakeCloudFormation;
/** The stacks that were asked for, in order. */
const asked: string[] = [];

beforeAll(async () => {
  cloudFormation = await startFakeCloudFormation((_action, stack) => {
    asked.push(stack);
    const ApiUrl = `${receiver.url}/`;
    if (stack === 'Older') return stackDescription(stack, { ApiUrl });
    if (stack !== 'Hooks') return stackNotFound(stack);
    return stackDescription(stack, {
      ApiUrl,
      DeferredQueueUrl: 'https://sqs/Deferred',
      DeadLetterQueueUrl: 'https://sqs/Dead',
      AnnouncerFunctionName: 'Hooks-Announcer',
      NotificationsTableName: 'Hooks-Notifications',
      NotifyQueueUrl: 'https://sqs/Notify',
      ReceiverLogGroupName: 'Hooks-ReceiverLogs',
      SweeperFunctionName: 'Hooks-Sweeper',
    });
  });
});
afterAll(() => cloudFormation.close());

/** Runs the command for a stack of an account that answers like this. */
async function status(args: readonly string[], respond: (request: AwsRequest) => AwsAnswer, token = receiver.token) {
  const endpoint = await startAwsEndpoint(respond);
  let code: number | undefined;
  const command = createStatusCommand((answer) => {
    code = answer;
  });
  const env = { ...cloudFormation.env, AWS_ENDPOINT_URL: endpoint, STREAMS_TOKEN: token };
  const result = await runInProcess(command, args, env);
  return { ...result, code: code ?? result.code };
}

const counts = (count: number): AwsAnswer => ({
  body: {
    Attributes: {
      ApproximateNumberOfMessages: String(count),
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
    },
  },
});

interface Alarm {
  readonly AlarmName: string;
  readonly StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly AlarmDescription?: string;
  readonly StateUpdatedTimestamp?: number;
}

/** Answers as CloudWatch does: with the alarms of this prefix and state. */
function describeAlarms(alarms: readonly Alarm[], body: unknown): AwsAnswer {
  const { AlarmNamePrefix = '', StateValue } = body as { AlarmNamePrefix?: string; StateValue?: string };
  const isAsked = (alarm: Alarm) =>
    alarm.AlarmName.startsWith(AlarmNamePrefix) && (StateValue ?? alarm.StateValue) === alarm.StateValue;
  return { body: { MetricAlarms: alarms.filter(isAsked) } };
}

/** An account in which nothing waits, unless a queue has messages, and whose sweeper runs every 2 minutes. */
const account =
  (queues: Record<string, number> = {}, alarms: readonly Alarm[] = []) =>
  ({ target, path, body }: AwsRequest): AwsAnswer => {
    if (path.endsWith('/functions/Hooks-Sweeper/configuration'))
      return { body: { Environment: { Variables: { SWEEP_MINUTES: '2' } } } };
    const { QueueUrl = '' } = body as { QueueUrl?: string };
    if (target === 'GetQueueAttributes') return counts(queues[QueueUrl.replace(/.*\//, '')] ?? 0);
    if (target === 'DescribeAlarms') return describeAlarms(alarms, body);
    if (target === 'GetMetricStatistics')
      return { body: { Datapoints: [{ Timestamp: 1_800_000_000, Maximum: 1_500 }] } };
    return { body: { Parameters: [] } };
  };

describe('npm run status -- --stack', () => {
  test('reads alarms, queues and streams, and names the runbook and the log', async () => {
    await receiver.postHook('LiveApp', { action: 'encoderNotOpenedError', id: 'cam-1' });
    const alarm = {
      AlarmName: 'Hooks-AlarmsDeadLetters0A1B2C3D-X1',
      StateValue: 'ALARM' as const,
      AlarmDescription: 'Events failed for 4.6 hours. See DeadLetters in docs/operations.md.',
      StateUpdatedTimestamp: 1_793_620_800,
    };
    const { code, stdout, stderr } = await status(['--stack', 'Hooks'], account({ Dead: 2, Deferred: 7 }, [alarm]));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^Needs a look: 1 alarm rings, 1 stream had an error, 2 events are dead letters\.\nthe stack Hooks, /); // biome-ignore format: a row
    expect(stdout).toMatch(/^Alarms +1 rings\n +DeadLetters since .+: Events failed for 4\.6 hours\. docs\/operations\.md#deadletters$/m); // biome-ignore format: a row
    expect(stdout).toMatch(/^Deferred +7 events wait, 2 dead letters$/m);
    expect(stdout).toMatch(/^Announcements +the oldest waited 1 s$/m);
    expect(stdout).toMatch(/^ +Logs Insights, log group Hooks-ReceiverLogs: filter action in \["endpointFailed",/m);
  });

  test('the alarms are those of this stack that ring: not of one whose name begins like its alarms', async () => {
    const [StateValue, others] = ['ALARM', ['OK', 'INSUFFICIENT_DATA']] as const;
    const alarms: Alarm[] = [
      { AlarmName: 'Hooks-AlarmsReaderErrors0A1B2C3D-Ab1', StateValue, StateUpdatedTimestamp: 1_793_620_900 },
      { AlarmName: 'Hooks-AlarmsDeadLetters0A1B2C3D-X1', StateValue, StateUpdatedTimestamp: 1_793_620_800 },
      { AlarmName: 'Hooks-AlarmsProd-AlarmsDeadLetters0A1B2C3D-X1', StateValue },
      { AlarmName: 'Hooks-Alarms-AlarmsDeadLetters0A1B2C3D-X1', StateValue },
      { AlarmName: 'Hooks2-AlarmsDeadLetters0A1B2C3D-X1', StateValue },
      { AlarmName: 'Hooks-OwnCpu', StateValue },
      ...others.map((state) => ({ AlarmName: `Hooks-AlarmsReceiverSlow0A1B2C3D-${state.length}`, StateValue: state })),
    ];
    const requests: unknown[] = [];
    const { stdout } = await status(['--stack', 'Hooks', '--json'], (request) => {
      if (request.target === 'DescribeAlarms') requests.push(request.body);
      return account({}, alarms)(request);
    });
    const names = JSON.parse(stdout).alarms.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Hooks-AlarmsDeadLetters0A1B2C3D-X1', 'Hooks-AlarmsReaderErrors0A1B2C3D-Ab1']);
    expect(requests).toEqual([{ AlarmNamePrefix: 'Hooks-Alarms', StateValue: 'ALARM' }]);
  });

  test('reads the outputs of the stack once', async () => {
    asked.length = 0;
    const { stdout } = await status(['--stack', 'Hooks', '--json'], account());
    expect(JSON.parse(stdout)).toMatchObject({
      unreadable: [],
      notifications: { queued: 0 },
      counts: expect.any(Object),
    });
    expect(asked).toEqual(['Hooks']);
  });

  test('knows how often the streams are counted: by the sweeper, else not at all, and without one never', async () => {
    const sweepMs = async (stack: string, respond: (request: AwsRequest) => AwsAnswer) =>
      JSON.parse((await status(['--stack', stack, '--json'], respond)).stdout).counts.sweepMs;
    const refuse = { status: 403, body: { __type: 'AccessDeniedException', message: 'not authorized' } };
    expect(await sweepMs('Hooks', account())).toBe(120_000);
    expect(await sweepMs('Hooks', (request) => (request.target ? account()(request) : refuse))).toBeNull();
    expect(await sweepMs('Older', account())).toBe(0);
  });

  test('says of which apps the answers are, and that the token may be of one app only', async () => {
    await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-1' });
    const { stdout } = await status(['--stack', 'Hooks'], account());
    expect(stdout).toMatch(/^the stack Hooks, .+\nstreams of the app LiveApp: STREAMS_TOKEN sees no other app\n\n/m);
  });

  test('names the query about errors that the docs have, and the docs have every member of --json', async () => {
    const { stdout } = await status(['--stack', 'Hooks', '--json'], account());
    const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const { errors, ...more } = JSON.parse(stdout);
    expect(page).toContain(`\n${errors.log.query}\n`);
    const rows = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \| /gm)].flatMap(([, names = '']) => names.split(', '));
    for (const name of Object.keys({ errors, ...more })) expect(rows).toContain(`\`${name}\``);
  });

  test('a permission that is missing is a reason, and hides nothing else', async () => {
    const refuse = { status: 400, body: { __type: 'AccessDeniedException', message: 'not authorized' } };
    const { code, stdout } = await status(['--stack', 'Hooks', '--json'], (request) =>
      request.target === 'DescribeAlarms' ? refuse : account({ Dead: 1 })(request),
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      concerns: expect.arrayContaining(['1 event is a dead letter']),
      unreadable: [{ parts: ['alarms'], reason: 'AWS refused (AccessDeniedException): not authorized' }],
      alarms: null,
      deferred: { waiting: 0, deadLetters: 1 },
      notifications: { queued: 0, waiting: 0 },
    });
  });

  test('without a token AWS is asked nevertheless', async () => {
    const { code, stdout } = await status(['--stack', 'Hooks'], account({ Deferred: 1 }), '');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Deferred +1 event waits, no dead letters$/m);
    expect(stdout).toMatch(/^It could not look: --stack: received no token, expected one in STREAMS_TOKEN: /); // biome-ignore format: a row
  });

  test('a stack of an earlier release has fewer parts, and says so', async () => {
    const { stdout } = await status(['--stack', 'Older', '--json'], account());
    const { absent, unreadable } = JSON.parse(stdout);
    expect(unreadable).toEqual([]);
    expect(Object.keys(absent)).toEqual(['deferred', 'announcements', 'notifications']);
    expect(absent.deferred).toMatch(/^The stack Older has no output DeferredQueueUrl: it is of an earlier release/);
  });

  test('a stack that does not exist is one line, and exit code 2 of the process', async () => {
    const { code, stdout, stderr } = await run('show-status', ['--stack', 'Nope'], cloudFormation.env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^There is no stack Nope in this account and region/);
  });
});
