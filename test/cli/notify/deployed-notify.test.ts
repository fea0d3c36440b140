import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNotifyCommand } from '../../../cli/notify/notify-command.ts';
import type { DeliveryOutcome } from '../../../lambda/notifying/notification.ts';
import { Outbox } from '../../../lambda/notifying/outbox/outbox.ts';
import { createTestAnnouncement } from '../../../lambda/notifying/test-announcement.ts';
import { NOTIFICATIONS_TABLE } from '../../../local/database/embedded-tables.ts';
import { type AwsRequest, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { useEngine } from '../../table/engine.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';
import { type FakeSns, startFakeSns, topicArn } from './fake-sns.ts';

const engine = useEngine();
const secret = 'S3cret';
const slack = `https://hooks.slack.com/services/T0/B0/${secret}`;
const now = Date.now();
let cloudFormation: FakeCloudFormation;

beforeAll(async () => {
  const api = { ApiUrl: 'https://api.example.com' };
  const outputs: Record<string, Record<string, string>> = {
    Hooks: {
      ...api,
      EventBusName: 'Hooks-Bus',
      NotificationsTableName: NOTIFICATIONS_TABLE,
      NotifyQueueUrl: 'https://sqs/Notify',
    },
    Older: api,
  };
  cloudFormation = await startFakeCloudFormation((_action, stack) => stackDescription(stack, outputs[stack]));
});
afterAll(() => cloudFormation.close());

interface Aws {
  readonly sns: FakeSns;
  /** What was asked of SSM, EventBridge and SQS. */
  readonly requests: AwsRequest[];
  /** The values of the parameters, by name. */
  readonly parameters: Map<string, string>;
  readonly env: Record<string, string>;
}

/** The properties of requests that matter here. */
interface AwsInput {
  readonly Name?: string;
  readonly Value?: string;
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly Entries?: readonly { readonly Detail: string }[];
}

const accepted: DeliveryOutcome = { ok: true, text: 'answered 200', ms: 12, refusedContent: false, retryAfterMs: null };

/** Starts SNS, SSM, SQS and EventBridge, behind whose bus a function tests with this outcome. */
async function startAws(outcome = accepted): Promise<Aws> {
  const sns = await startFakeSns();
  const parameters = new Map<string, string>();
  const requests: AwsRequest[] = [];
  const endpoint = await startAwsEndpoint(async (request) => {
    requests.push(request);
    const { Name = '', Value = '', MessageBody = '', Entries = [] } = request.body as AwsInput;
    const missing = { status: 400, body: { __type: 'ParameterNotFound' } };
    switch (request.target) {
      case 'PutParameter':
        parameters.set(Name, Value);
        return { body: { Version: 1 } };
      case 'GetParameter':
        return parameters.has(Name) ? { body: { Parameter: { Name, Value: parameters.get(Name) } } } : missing;
      case 'DeleteParameter':
        return parameters.delete(Name) ? { body: {} } : missing;
      case 'PutEvents':
        for (const { Detail } of Entries) await outbox().tests.answer(JSON.parse(Detail).testId, outcome, Date.now());
        return { body: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } };
      case 'SendMessage':
        return { body: { MessageId: '1', MD5OfMessageBody: hash('md5', MessageBody) } };
      default:
        return { body: { Parameters: [...parameters].map(([name, value]) => ({ Name: name, Value: value })) } };
    }
  });
  const { origin, username } = new URL(engine().endpoint);
  const env = {
    ...cloudFormation.env,
    AWS_ENDPOINT_URL_SNS: sns.endpoint,
    AWS_ENDPOINT_URL_SSM: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: origin,
    AWS_ACCESS_KEY_ID: username,
  };
  return { sns, requests, parameters, env };
}

const outbox = () => new Outbox(engine().notifications);
const notify = ({ env }: Aws, ...args: string[]) =>
  runInProcess(createNotifyCommand(), [...args, '--stack', 'Hooks'], env);
const stored = ({ parameters }: Aws, name: string) => JSON.parse(parameters.get(`/Hooks/notify/${name}`) ?? 'null');

/** The recipients that the function was woken for, such as `team`, or `team in 10 s`. */
const wakes = ({ requests }: Aws): string[] =>
  requests
    .filter(({ target }) => target === 'SendMessage')
    .map(({ body }) => {
      const { QueueUrl, MessageBody = '', DelaySeconds = 0 } = body as AwsInput & { readonly QueueUrl?: string };
      expect(QueueUrl).toBe('https://sqs/Notify');
      const { recipient, at } = JSON.parse(MessageBody);
      expect(Math.abs(at - DelaySeconds * 1_000 - Date.now())).toBeLessThan(60_000);
      return DelaySeconds === 0 ? recipient : `${recipient} in ${DelaySeconds} s`;
    });

/** Records that a recipient has failed since then. */
async function fail(name: string): Promise<void> {
  const lease = await outbox().workers.acquire(name, now);
  const lastAnswer = { at: now, ok: false, text: 'answered 500' };
  if (lease !== null) await outbox().workers.release(lease, { failures: 3, retryAt: now + 900_000, failingSince: now - 5_000, lastAnswer }, now); // biome-ignore format: a line
}

/** Makes so many notifications wait for a recipient, and as many dead letters of it. */
async function plant(aws: Aws, name: string, waiting: number, deadLetters: number): Promise<void> {
  const announcements = Array.from({ length: waiting + deadLetters }, (_, index) =>
    createTestAnnouncement(stored(aws, name), now + index),
  );
  await outbox().add(name, announcements, now);
  const { entries } = await outbox().pending(name);
  await outbox().bury(name, entries.slice(waiting), 'answered 500', now);
}

test('a recipient is kept encrypted, listed with what waits for it, and removed with that', async () => {
  const aws = await startAws();
  const set = await notify(aws, 'set', 'team', '--to', slack, '--on', 'stream-ended');
  expect(set).toEqual({
    code: 0,
    stdout:
      'Set team in the stack Hooks: Slack messages to https://hooks.slack.com/***, of Stream Ended.\nTry it: npm run notify -- test team --stack Hooks\n',
    stderr: '',
  });
  expect(aws.requests.map(({ target }) => target)).toEqual(['GetParameter', 'PutParameter']);
  expect(aws.requests[1]?.body).toEqual({ Name: '/Hooks/notify/team', Value: expect.stringContaining(slack), Type: 'SecureString', Overwrite: true }); // biome-ignore format: a row
  await plant(aws, 'team', 2, 1);
  await fail('team');
  const list = await notify(aws, 'list');
  expect(list.stdout).toMatch(/WAITING +DEAD LETTERS +LAST ANSWER\n.*2 +1 +[\d:]+ answered 500/);
  const json = JSON.parse((await notify(aws, 'list', '--json')).stdout);
  expect(json).toEqual([
    expect.objectContaining({
      name: 'team',
      waiting: 2,
      deadLetters: 1,
      failingSince: new Date(now - 5_000).toISOString(),
      lastAnswer: { at: new Date(now).toISOString(), ok: false, text: 'answered 500' },
    }),
  ]);
  const removed = await notify(aws, 'remove', 'team');
  expect(removed.stdout).toBe('Removed team in the stack Hooks, which counts within 5 s: nothing more is sent to it, and 3 notifications that waited are discarded.\n'); // biome-ignore format: a row
  expect(wakes(aws)).toEqual(['team in 10 s']); // for what is stored for it meanwhile
  expect({ parameters: aws.parameters.size, counts: await outbox().counts('team') }).toEqual({ parameters: 0, counts: { waiting: 0, deadLetters: 0 } }); // biome-ignore format: a row
  expect(JSON.stringify([set, list, json, removed])).not.toContain(secret);
});

test('dead letters are sent again, and the function is woken', async () => {
  const aws = await startAws();
  await notify(aws, 'set', 'dead', '--to', slack);
  await notify(aws, 'set', 'fine', '--to', slack);
  await plant(aws, 'dead', 0, 2);
  expect(await notify(aws, 'resend')).toMatchObject({ stderr: '', stdout: '2 dead letters of dead are sent again: watch npm run notify -- list --stack Hooks\n' }); // biome-ignore format: a row
  expect(await outbox().counts('dead')).toEqual({ waiting: 2, deadLetters: 0 });
  expect(wakes(aws)).toEqual(['dead', 'fine']);
  expect((await notify(aws, 'resend', 'dead')).stdout).toBe(
    'No dead letters in the stack Hooks: what waits is tried at once.\n',
  );
});

test('what waits is tried at once when the recipient is replaced', async () => {
  const aws = await startAws();
  await notify(aws, 'set', 'moved', '--to', slack);
  expect(wakes(aws)).toEqual([]);
  await plant(aws, 'moved', 1, 0);
  await fail('moved');
  expect(await notify(aws, 'set', 'moved', '--to', `${slack}2`)).toMatchObject({ code: 0, stderr: '' });
  expect(wakes(aws)).toEqual(['moved']);
  expect({ ...(await outbox().workers.state('moved')), ...(await outbox().counts('moved')) }).toMatchObject({ retryAt: 0, failingSince: now - 5_000, waiting: 1 }); // biome-ignore format: a row
});

test.each([{ args: ['set', 'held', '--to', `${slack}2`] }, { args: ['resend'] }, { args: ['resend', 'held'] }])(
  'what was refused for its content is tried at once after $args',
  async ({ args }) => {
    const aws = await startAws();
    await notify(aws, 'set', 'held', '--to', slack);
    await plant(aws, 'held', 2, 0);
    for (const entry of (await outbox().pending('held')).entries)
      await outbox().hold('held', entry, Date.now() + 900_000);
    expect(await notify(aws, ...args)).toMatchObject({ code: 0, stderr: '' });
    expect(wakes(aws)).toContain('held');
    expect((await outbox().pending('held')).entries.map(({ retryAt }) => retryAt)).toEqual([0, 0]);
    await notify(aws, 'remove', 'held');
  },
);

describe('a test', () => {
  test('goes over the bus, and says what was answered', async () => {
    const aws = await startAws();
    await notify(aws, 'set', 'team', '--to', slack);
    expect(await notify(aws, 'test', 'team')).toEqual({ code: 0, stdout: 'team: answered 200 after 12 ms. The test is in the channel.\n', stderr: '' }); // biome-ignore format: a row
    const event = {
      EventBusName: 'Hooks-Bus',
      Source: 'ant-media-webhooks.test',
      DetailType: 'Notification Test',
      Detail: expect.stringMatching(/^\{"recipient":"team","testId":"[0-9a-f-]{36}"\}$/),
    };
    expect(aws.requests.at(-1)).toMatchObject({ target: 'PutEvents', body: { Entries: [event] } });
  });

  test('that was not taken is an error, on one line', async () => {
    const aws = await startAws({ ...accepted, ok: false, text: 'answered 404' });
    await notify(aws, 'set', 'team', '--to', slack);
    const { code, stdout, stderr } = await notify(aws, 'test', 'team', '--json');
    expect({ code, json: JSON.parse(stdout) }).toEqual({ code: 1, json: { name: 'team', ok: false, text: 'answered 404', ms: 12 } }); // biome-ignore format: a row
    expect(stderr).toMatch(/^team: received "answered 404", expected it to accept the test\. Its URL .*\n$/);
  });
});

describe('mail', () => {
  const set = (aws: Aws, to: string, ...more: string[]) => notify(aws, 'set', 'ops', '--to', to, ...more);
  const topic = topicArn('Hooks-notify-ops');

  /** Confirms as the owner of the only address does. */
  function confirm({ sns }: Aws): void {
    for (const subscription of sns.topics.get(topic) ?? []) subscription.confirmed = true;
  }

  test('goes to a topic, once the owner of the address has confirmed', async () => {
    const aws = await startAws();
    expect((await set(aws, 'ops@example.com')).stdout).toBe(
      'Set ops in the stack Hooks: mails to ops@example.com, of everything but Stream Corrected and Publish Refused.\nAWS has sent a mail to ops@example.com: once its owner opens the link in it, try npm run notify -- test ops --stack Hooks\n',
    );
    expect(stored(aws, 'ops')).toMatchObject({ style: 'mail', to: topic, secrets: [] });
    expect(aws.sns.actions).toEqual(['CreateTopic Hooks-notify-ops', 'ListSubscriptionsByTopic Hooks-notify-ops', 'Subscribe Hooks-notify-ops ops@example.com']); // biome-ignore format: a row
    expect((await notify(aws, 'list')).stdout).toContain('ops@example.com (not confirmed)');
    const { code, stderr } = await notify(aws, 'test', 'ops');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^ops: received no confirmation by ops@example\.com yet.*\n$/) }); // biome-ignore format: a row
    expect(aws.requests.some(({ target }) => target === 'PutEvents')).toBe(false);
    confirm(aws);
    expect(await notify(aws, 'test', 'ops')).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse((await notify(aws, 'list', '--json')).stdout)).toEqual([expect.objectContaining({ to: 'ops@example.com', confirmed: true })]); // biome-ignore format: a row
  });

  test('is asked for again until it is confirmed, and not once more', async () => {
    const aws = await startAws();
    const invitations = () => aws.sns.actions.filter((action) => action.startsWith('Subscribe')).length;
    await set(aws, 'ops@example.com');
    await set(aws, 'ops@example.com');
    expect(invitations()).toBe(2);
    confirm(aws);
    expect((await set(aws, 'ops@example.com', '--app', 'LiveApp')).stdout).toContain('Try it: npm run notify -- test ops --stack Hooks'); // biome-ignore format: a row
    expect(invitations()).toBe(2);
  });

  test.each([{ confirmed: true }, { confirmed: false }])(
    'to another address no longer reaches the old one, whether confirmed: $confirmed',
    async ({ confirmed }) => {
      const aws = await startAws();
      await set(aws, 'old@example.com');
      if (confirmed) confirm(aws);
      await set(aws, 'new@example.com');
      expect([...aws.sns.topics]).toEqual([[topic, [{ address: 'new@example.com', confirmed: false }]]]);
    },
  );

  test.each([
    { what: 'is removed', args: ['remove', 'ops'] },
    { what: 'becomes a chat', args: ['set', 'ops', '--to', slack] },
  ])('has no topic any more when it $what', async ({ args }) => {
    const aws = await startAws();
    await set(aws, 'ops@example.com');
    expect(await notify(aws, ...args)).toMatchObject({ code: 0, stderr: '' });
    expect([...aws.sns.topics]).toEqual([]);
  });
});

describe('a parameter that is no recipient', () => {
  test.each([
    { what: 'no JSON', value: secret },
    { what: 'a recipient of another name', value: JSON.stringify({ name: 'b', style: 'slack', to: slack, on: ['Stream Ended'], app: null, graceMs: 0, allowPrivate: false, secrets: [] }) }, // biome-ignore format: a row
  ])('is named after the others are listed, and not quoted: $what', async ({ value }) => {
    const aws = await startAws();
    await notify(aws, 'set', 'z', '--to', slack);
    aws.parameters.set('/Hooks/notify/a', value);
    const { code, stdout, stderr } = await notify(aws, 'list');
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^NAME.*\nz /) });
    expect(stderr).toMatch(/^a in the stack Hooks: received something else than a recipient, .*\n$/);
    expect(`${stdout}${stderr}`).not.toContain(secret);
    expect(await notify(aws, 'test', 'a')).toMatchObject({ code: 1, stderr });
  });

  test.each([
    { args: ['set', 'a', '--to', slack], woken: 'a' },
    { args: ['remove', 'a'], woken: 'a in 10 s' },
  ])('is mended by $args.0, which leaves nothing of what it was', async ({ args, woken }) => {
    const aws = await startAws();
    await notify(aws, 'set', 'a', '--to', 'ops@example.com');
    await fail('a');
    aws.parameters.set('/Hooks/notify/a', secret);
    expect(await notify(aws, ...args)).toMatchObject({ code: 0, stderr: '' });
    expect(await notify(aws, 'list')).toMatchObject({ code: 0, stderr: '' });
    expect({ wakes: wakes(aws), topics: [...aws.sns.topics] }).toEqual({ wakes: [woken], topics: [] });
    expect(await outbox().workers.state('a')).toMatchObject({ failures: 0, retryAt: 0 });
  });

  test('gets a mail to the one address that it is set to', async () => {
    const aws = await startAws();
    await notify(aws, 'set', 'a', '--to', 'old@example.com');
    aws.parameters.set('/Hooks/notify/a', secret);
    await notify(aws, 'set', 'a', '--to', 'new@example.com');
    const subscription = { address: 'new@example.com', confirmed: false };
    expect([...aws.sns.topics]).toEqual([[topicArn('Hooks-notify-a'), [subscription]]]);
  });
});

describe('nothing is kept', () => {
  test('of what a parameter cannot hold', async () => {
    const aws = await startAws();
    const app = 'ü'.repeat(1_000);
    const { code, stderr } = await notify(aws, 'set', 'a', '--to', `${slack}${'x'.repeat(1_950)}`, '--app', app);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^Recipient: received \d+ bytes, expected at most 4096/) }); // biome-ignore format: a row
    expect(aws.parameters.size).toBe(0);
  });

  test('where nothing sends notifications; what was kept before can be removed', async () => {
    const aws = await startAws();
    aws.parameters.set('/Older/notify/a', secret);
    const older = (...args: string[]) => runInProcess(createNotifyCommand(), [...args, '--stack', 'Older'], aws.env);
    for (const args of [['set', 'b', '--to', slack], ['test', 'a'], ['resend']])
      expect(await older(...args)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The stack Older sends no notifications: .* npm run deploy\.\n$/) }); // biome-ignore format: a row
    expect(await older('remove', 'a')).toMatchObject({ code: 0, stdout: 'Removed a in the stack Older, which counts within 5 s: nothing more is sent to it.\n' }); // biome-ignore format: a row
    expect(aws.parameters.size).toBe(0);
  });

  test('of what AWS refuses, which is one line', async () => {
    const aws = await startAws();
    const endpoint = await startAwsEndpoint(() => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } })); // biome-ignore format: a row
    const denied = { ...aws, env: { ...aws.env, AWS_ENDPOINT_URL_SSM: endpoint } };
    expect(await notify(denied, 'set', 'a', '--to', slack)).toEqual({ code: 1, stdout: '', stderr: 'AWS refused (AccessDeniedException): no\n' }); // biome-ignore format: a row
  });
});
