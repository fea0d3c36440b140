import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBusClients } from '../../../cli/events/bus-clients.ts';
import { createEventsCommand } from '../../../cli/events/events-command.ts';
import { Subscription } from '../../../cli/events/subscription.ts';
import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { type AwsAnswer, type AwsRequest, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';
import { buildEnvelope } from './envelope.builder.ts';
import { readEnvelopes } from './read-envelopes.ts';
import { Sink } from './sink.ts';

const RULE_ARN = 'arn:aws:events:eu-central-1:111122223333:rule/HooksBus/npm-run-events-1';

let cloudFormation: FakeCloudFormation;
beforeAll(async () => {
  const outputs: Record<string, Record<string, string>> = { Hooks: { EventBusName: 'HooksBus' }, Older: {} };
  cloudFormation = await startFakeCloudFormation((_action, stack) => stackDescription(stack, outputs[stack]));
});
afterAll(() => cloudFormation.close());

const refusal = (name: string): AwsAnswer => ({ status: 400, body: { __type: name, message: `no: ${name}` } });

/** Starts EventBridge and SQS, which take everything except what `answers` says of an operation. */
async function startAws(answers: Record<string, AwsAnswer | ((index: number) => AwsAnswer | undefined)> = {}) {
  const requests: AwsRequest[] = [];
  const rules = new Set<string>();
  const count = (operation?: string) => requests.filter(({ target }) => target === operation).length;
  const endpoint = await startAwsEndpoint((request) => {
    requests.push(request);
    const { target = '', body } = request;
    const given = answers[target];
    const answer = typeof given === 'function' ? given(count(target) - 1) : given;
    if (answer !== undefined) return answer;
    const { Name = '', NamePrefix = '' } = body as Record<string, string>; // of EventBridge
    if (target === 'PutRule') rules.add(Name);
    if (target === 'PutRule') return { body: { RuleArn: RULE_ARN } };
    if (target === 'ListRules')
      return { body: { Rules: [...rules].filter((rule) => rule === NamePrefix).map(toRule) } };
    const isOfQueue = target === 'CreateQueue' || target === 'GetQueueUrl';
    return { body: isOfQueue ? { QueueUrl: `${endpoint}/queue` } : {} };
  });
  const env = { ...cloudFormation.env, AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint, AWS_ENDPOINT_URL_SQS: endpoint };
  return { env, endpoint, count, operations: () => requests.map(({ target }) => target), requests };
}

const toRule = (Name: string) => ({ Name, Description: '' });

/** Runs the command until it ends by an error. */
async function fail(env: NodeJS.ProcessEnv, stack = 'Hooks', args: string[] = []) {
  let notes = '';
  const note = (line: string) => {
    notes += `${line}\n`;
  };
  const command = createEventsCommand({ signal: new AbortController().signal, isTerminal: false, note, renewalMs: 10 });
  const { code, stdout, stderr } = await runInProcess(command, ['--follow', '--stack', stack, ...args], env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^.*\n$/);
  return { stdout, stderr, notes };
}

/** Answers with messages as SQS sends them: the SDK compares the hash. */
const messages = (...envelopes: readonly Announcement[]) => ({
  Messages: envelopes.map((envelope, index) => {
    const Body = JSON.stringify(envelope);
    return { Body, MD5OfBody: createHash('md5').update(Body).digest('hex'), ReceiptHandle: `r${index}` };
  }),
});
const handlesOf = (body: unknown) =>
  (body as { Entries: { ReceiptHandle: string }[] }).Entries.map(({ ReceiptHandle }) => ReceiptHandle); // as the SDK sends it
const missingQueue = refusal('com.amazonaws.sqs#QueueDoesNotExist');
const removedError =
  /^The rule npm-run-events-[0-9a-f]{16} on the bus HooksBus: received that it or its queue does not exist any more, expected both\. Somebody removed them/;
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
    expect((await fail(env)).stderr).toMatch(removedError);
    expect(operations().slice(-4)).toEqual(removal);
  });

  test.each([
    { part: 'the rule', operation: 'ListRules', answer: { body: { Rules: [] } } },
    { part: 'the queue', operation: 'GetQueueUrl', answer: missingQueue, hasQueue: false },
    { part: 'the bus', operation: 'ListRules', answer: refusal('ResourceNotFoundException') },
  ])(
    'ends when somebody removes $part while a sink hangs, and makes no rule again',
    async ({ operation, answer, hasQueue = true }) => {
      const sink = await Sink.start(() => {});
      const { env, operations } = await startAws({
        ReceiveMessage: () => ({ body: messages(buildEnvelope('Stream Ended')) }),
        [operation]: () => (sink.requests.length > 0 ? answer : undefined),
      });
      const { stdout, stderr } = await fail(env, 'Hooks', ['--forward', sink.url]);
      expect(stderr).toMatch(removedError);
      expect(readEnvelopes(stdout)).toHaveLength(1);
      const last = [operation, ...removal.filter((name) => hasQueue || name !== 'DeleteQueue')];
      expect(operations().slice(-last.length)).toEqual(last);
    },
  );

  test('does not print a message twice when SQS fails to delete it', async () => {
    const envelopes = [2, 4, 6].map((sequence) => buildEnvelope('Stream Ended', { sequence }));
    const { env, requests } = await startAws({
      ReceiveMessage: (index) =>
        index === 0 ? { body: messages(...envelopes) } : refusal('com.amazonaws.sqs#QueueDoesNotExist'),
      DeleteMessageBatch: (index) => ({ body: { Failed: index < 2 ? [{ Id: index === 0 ? '1' : '0' }] : [] } }),
    });
    const { stdout, notes } = await fail(env);
    expect(readEnvelopes(stdout)).toHaveLength(3);
    const deleted = requests.flatMap(({ target, body }) => (target === 'DeleteMessageBatch' ? [handlesOf(body)] : []));
    expect(deleted).toEqual([['r0', 'r1', 'r2'], ['r1'], ['r1']]);
    expect(notes).not.toContain('may come twice');
  });

  test('says so when SQS does not delete a message at all', async () => {
    const { env, count } = await startAws({
      ReceiveMessage: (index) =>
        index === 0
          ? { body: messages(buildEnvelope('Stream Ended')) }
          : refusal('com.amazonaws.sqs#QueueDoesNotExist'),
      DeleteMessageBatch: { body: { Failed: [{ Id: '0' }] } },
    });
    const { notes } = await fail(env);
    expect(notes).toContain('SQS did not delete 1 message in 5 tries: they may come twice.');
    expect(count('DeleteMessageBatch')).toBe(5);
  });

  test('says what remains when it cannot be removed', async () => {
    const { env } = await startAws({
      ReceiveMessage: refusal('com.amazonaws.sqs#QueueDoesNotExist'),
      DeleteRule: refusal('AccessDeniedException'),
    });
    expect((await fail(env)).notes).toMatch(
      /^The rule npm-run-events-[0-9a-f]{16} and its queue remain: the next run on this machine removes them \(no: AccessDeniedException\)\.$/m,
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
  const subscription = await Subscription.create(clients, '{"source":["ant-media-webhooks"]}', {
    onRemoved: () => expect.fail('nobody removed it'),
    renewalMs: 10,
  });
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
