import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBusClients } from '../../../cli/events/bus-clients.ts';
import { createEventsCommand } from '../../../cli/events/events-command.ts';
import { Subscription } from '../../../cli/events/subscription.ts';
import { type AwsAnswer, type AwsRequest, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const RULE_ARN = 'arn:aws:events:eu-central-1:111122223333:rule/HooksBus/npm-run-events-1';

let cloudFormation: FakeCloudFormation;
beforeAll(async () => {
  const outputs: Record<string, Record<string, string>> = { Hooks: { EventBusName: 'HooksBus' }, Older: {} };
  cloudFormation = await startFakeCloudFormation((_action, stack) => stackDescription(stack, outputs[stack]));
});
afterAll(() => cloudFormation.close());

const refusal = (name: string): AwsAnswer => ({ status: 400, body: { __type: name, message: `no: ${name}` } });

/** Starts EventBridge and SQS, which take everything except what `answers` says of an operation. */
async function startAws(answers: Record<string, AwsAnswer> = {}) {
  const requests: AwsRequest[] = [];
  const endpoint = await startAwsEndpoint((request) => {
    requests.push(request);
    const { target = '' } = request;
    if (answers[target] !== undefined) return answers[target];
    if (target === 'PutRule') return { body: { RuleArn: RULE_ARN } };
    const isOfQueue = target === 'CreateQueue' || target === 'GetQueueUrl';
    return { body: isOfQueue ? { QueueUrl: `${endpoint}/queue` } : {} };
  });
  const env = { ...cloudFormation.env, AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint, AWS_ENDPOINT_URL_SQS: endpoint };
  return { env, endpoint, operations: () => requests.map(({ target }) => target), requests };
}

/** Runs the command until it ends by an error. */
async function fail(env: NodeJS.ProcessEnv, stack = 'Hooks') {
  let notes = '';
  const note = (line: string) => {
    notes += `${line}\n`;
  };
  const command = createEventsCommand({ signal: new AbortController().signal, isTerminal: false, note });
  const { code, stdout, stderr } = await runInProcess(command, ['--follow', '--stack', stack], env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^.*\n$/);
  return { stderr, notes };
}

const removal = ['RemoveTargets', 'GetQueueUrl', 'DeleteQueue', 'DeleteRule'];

describe('npm run events -- --follow --stack', () => {
  test('says why a stack has no bus', async () => {
    const { env, operations } = await startAws();
    expect((await fail(env, 'Older')).stderr).toContain('The stack Older has no output EventBusName: its setting announcements is off'); // biome-ignore format: a row
    expect(operations()).toEqual([]);
  });

  test.each([
    { refused: 'ListRules', made: ['ListRules'] },
    { refused: 'PutRule', made: ['ListRules', 'PutRule', ...removal] },
    { refused: 'CreateQueue', made: ['ListRules', 'PutRule', 'CreateQueue', ...removal] },
    { refused: 'PutTargets', made: ['ListRules', 'PutRule', 'CreateQueue', 'PutTargets', ...removal] },
  ])('removes what it made when $refused is refused', async ({ refused, made }) => {
    const { env, operations } = await startAws({ [refused]: refusal('AccessDeniedException') });
    expect((await fail(env)).stderr).toBe('AWS refused (AccessDeniedException): no: AccessDeniedException\n');
    expect(operations()).toEqual(made);
  });

  test('ends when its queue is gone, and removes the rule', async () => {
    const { env, operations } = await startAws({ ReceiveMessage: refusal('com.amazonaws.sqs#QueueDoesNotExist') });
    expect((await fail(env)).stderr).toBe('AWS refused (QueueDoesNotExist): no: com.amazonaws.sqs#QueueDoesNotExist\n');
    expect(operations().slice(-4)).toEqual(removal);
  });

  test('says what remains when it cannot be removed', async () => {
    const { env } = await startAws({
      ReceiveMessage: refusal('com.amazonaws.sqs#QueueDoesNotExist'),
      DeleteRule: refusal('AccessDeniedException'),
    });
    expect((await fail(env)).notes).toMatch(
      /^The rule npm-run-events-[0-9a-f]{16} and its queue remain: the next run removes them \(no: AccessDeniedException\)\.$/m,
    );
  });

  test('asks for its permissions in --help', async () => {
    const command = createEventsCommand({ signal: AbortSignal.abort(), isTerminal: false, note: () => {} });
    const { stdout } = await runInProcess(command, ['--help']);
    const asked = [
      'DescribeStacks',
      'ListRules',
      'PutRule',
      'PutTargets',
      'RemoveTargets',
      'DeleteRule',
      'CreateQueue',
    ];
    for (const name of [...asked, 'GetQueueUrl', 'ReceiveMessage', 'DeleteMessage', 'DeleteQueue'])
      expect(stdout).toContain(name);
  });
});

test('the lease of a rule is renewed until the rule is removed', async () => {
  const { operations, requests, endpoint } = await startAws();
  const config = { endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const clients = createBusClients('HooksBus', config);
  const subscription = await Subscription.create(clients, '{"source":["ant-media-webhooks"]}', 10);
  const countRules = () => operations().filter((name) => name === 'PutRule').length;
  await expect.poll(countRules).toBeGreaterThan(2);
  await subscription.remove();
  const renewals = countRules();
  expect(operations().slice(-4)).toEqual(removal);
  const leases = requests.flatMap(({ target, body }) => (target === 'PutRule' ? [body as Record<string, string>] : []));
  expect(new Set(leases.map(({ Name, EventPattern }) => `${Name} ${EventPattern}`)).size).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(countRules()).toBe(renewals);
});
