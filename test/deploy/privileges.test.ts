import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { recipientParameter } from '../../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { createStreamKey } from '../../local/create-secret.ts';
import { afterCount, captured, useRestServers } from '../asking/rest-server.ts';
import { buildKey } from '../authorising/authoriser.builder.ts';
import { bodyOf, type Capture, captures, contentTypeOf, post } from '../capture.ts';
import { Sink, statuses } from '../cli/events/sink.ts';
import { exec } from '../exec.ts';
import { buildRecipient } from '../notifying/recipient.builder.ts';
import { accountEnv, clientConfig, runCdk } from './account.ts';
import { AnnouncementQueue } from './announcement-queue.ts';
import { type Mail, subscribeMailQueue } from './mail-queue.ts';
import { MiniStack } from './ministack.ts';
import {
  mayInvoke,
  maySend,
  permittedBusCommands,
  permittedParameterCommands,
  permittedQueueCommands,
  permittedTableCommands,
  permittedTopicCommands,
} from './permitted-commands.ts';
import { QueuesUnderTest } from './queues-under-test.ts';
import { StackUnderTest } from './stack-under-test.ts';

const startRestServer = useRestServers();

/** Enough for a busy machine, in ms. */
const eventually = { timeout: 60_000, interval: 200 };

describe.skipIf('missing' in inject('account'))('where IAM is enforced', () => {
  let ministack: MiniStack;
  let stack: StackUnderTest;
  let queues: QueuesUnderTest;
  let announcements: AnnouncementQueue;
  let receiveMails: () => Promise<Mail[]>;
  let url: string;
  let token: string;
  let names: Awaited<ReturnType<typeof readNames>>;

  const sns = () => new SNSClient(clientConfig(ministack.endpoint));
  const send = (capture: Capture) => post(`${url}/hooks/${capture.app}/${token}`, capture);
  const ask = async (streamId: string, key: string) => {
    const body = JSON.stringify({ appName: 'Guarded', name: streamId, streamId, mode: 'publish', token: key });
    return (await fetch(`${url}/authorize/publish/Guarded/${token}`, { method: 'POST', body })).status;
  };
  const read = async (path: string) =>
    (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;

  beforeAll(async () => {
    ministack = await MiniStack.start();
    await runCdk(ministack.endpoint, ['bootstrap']);
    stack = new StackUnderTest(ministack.endpoint, 'Privileges');
    await stack.deploy({ vpcSubnets: 'subnet-0a1b2c3d', vpcSecurityGroups: 'sg-0a1b2c3d' });
    queues = await QueuesUnderTest.of(stack);
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read', '--scope', 'authorize');
    names = await readNames(stack);
    await queues.removePolicies(names.notifyQueue);
    announcements = await AnnouncementQueue.on(ministack.endpoint, names.bus);
    await ministack.restartWithIam();
  });
  afterAll(() => ministack?.stop());

  /** The first test: the notifier, which believes for 5 s what it has read of recipients, has read none yet. */
  test('the notifier has every permission that it needs, by webhook', async () => {
    const sink = await Sink.start(statuses(200));
    const { TopicArn = '' } = await sns().send(new CreateTopicCommand({ Name: 'Privileges-notify-team' }));
    receiveMails = await subscribeMailQueue(ministack.endpoint, TopicArn);
    const program = buildRecipient({ name: 'program', to: sink.url, app: 'Notified' });
    const team = { ...program, name: 'team', style: 'mail', to: TopicArn, allowPrivate: false, secrets: [] } as const;
    const ssm = new SSMClient(clientConfig(ministack.endpoint));
    for (const recipient of [program, team]) {
      const Name = recipientParameter('/Privileges/notify', recipient.name);
      await ssm.send(new PutParameterCommand({ Name, Value: formatRecipient(recipient), Type: 'SecureString' }));
    }
    const body = JSON.stringify({ action: 'liveStreamStarted', id: 'camera' });
    await fetch(`${url}/hooks/Notified/${token}`, { method: 'POST', body });
    await expect.poll(() => sink.bodies, eventually).toMatchObject([{ detail: { app: 'Notified', id: 'camera' } }]);
  });

  test('the authoriser has every permission that it needs, and the stream of a revoked key is stopped', async () => {
    const rest = await startRestServer(() => captured('broadcast-stop-live'));
    const Value = JSON.stringify({ url: rest.url, jwtSecret: null });
    const ssm = new SSMClient(clientConfig(ministack.endpoint));
    await ssm.send(new PutParameterCommand({ Name: '/Privileges/servers/Guarded', Value, Type: 'SecureString' }));
    const keys = await stack.keys();
    const secret = createStreamKey();
    const { hash } = await keys.create(secret, buildKey(secret, { app: 'Guarded', stream: 'cam-1' }));
    await expect.poll(() => ask('cam-1', secret), eventually).toBe(200);
    await expect.poll(async () => (await keys.list())[0]?.allowed, eventually).toBeGreaterThan(0);
    const body = (id: string) => JSON.stringify({ action: 'liveStreamStarted', id });
    for (const id of ['cam-1', 'door/north'])
      await fetch(`${url}/hooks/Guarded/${token}`, { method: 'POST', body: body(id) });
    const ids = new Set<string>();
    const refusals = async () => {
      for (const id of ['cam-2', 'door/north', 'door/KEY']) expect(await ask(id, secret)).toBe(403);
      const answer = await fetch(`${url}/refusals?app=Guarded`, { headers: { authorization: `Bearer ${token}` } });
      const listed = ((await answer.json()) as { refusals: { id: string; reason: string }[] }).refusals;
      expect(new Set(listed.map(({ reason }) => reason))).toEqual(new Set(['otherStream']));
      for (const { id } of listed) ids.add(id);
      return [...ids].sort();
    };
    await expect.poll(refusals, eventually).toEqual(['cam-2', 'door/***', 'door/north']);
    const args = ['run', '-s', 'keys', '--', 'revoke', hash, '--stop', '--json', '--stack', stack.name];
    const { stopped } = JSON.parse(await exec('npm', args, { env: accountEnv(ministack.endpoint) }));
    expect(stopped).toMatchObject([{ id: 'cam-1', stopped: true }]);
    expect(rest.requests.map(({ path }) => path)).toEqual(['/LiveApp/rest/v2/broadcasts/cam-1/stop']);
    await stack.restart('AuthoriserFunction');
    await expect.poll(() => ask('cam-1', secret), eventually).toBe(403);
  });

  test('the receiver has every permission that it needs', async () => {
    for (const capture of captures()) {
      const answer = async () => ({ name: capture.name, ...(await send(capture)) });
      await expect
        .poll(answer, eventually)
        .toMatchObject({ status: 200, body: expect.not.stringContaining('deferred') });
    }
  });

  test('the replayer has every permission that it needs', async () => {
    for (const capture of captures()) await queues.send(deferredMessage(capture, token));
    await expect.poll(() => queues.countDeferred(), eventually).toBe(0);
    expect(await queues.deadLetters()).toBe(0);
    await expect.poll(() => read('/streams/Waited/cam-1'), eventually).toBe(200);
  });

  test.each([
    '/streams',
    '/streams?status=ended',
    '/streams/LiveApp/cam-1',
    '/streams/LiveApp/cam-1/events',
    '/streams?status=stale,failing',
    '/streams?q=cam',
    '/stream/sessions?app=LiveApp&id=cam-1',
    '/events?from=2026-11-02&to=2026-11-03',
    '/sessions',
    '/sessions?from=2026-11-02&to=2026-11-03',
    '/recordings?from=2026-11-02&to=2026-11-03',
    '/counts',
    '/openapi.json',
    '/servers',
    '/quarantine',
  ])('the reader has every permission that %s needs', async (path) => {
    await expect.poll(() => read(path), eventually).toBe(200);
  });

  test.each([
    { role: 'receiver', table: 'streams', may: ['GetItem', 'Query', 'UpdateItem', 'PutItem'] },
    { role: 'receiver', table: 'tokens', may: ['GetItem'] },
    { role: 'replayer', table: 'streams', may: ['GetItem', 'Query', 'UpdateItem', 'PutItem'] },
    { role: 'replayer', table: 'tokens', may: ['GetItem'] },
    { role: 'reader', table: 'streams', may: ['GetItem', 'BatchGetItem', 'Query', 'Query of the index'] },
    { role: 'reader', table: 'tokens', may: ['GetItem'] },
    {
      role: 'sweeper',
      table: 'streams',
      may: ['GetItem', 'BatchGetItem', 'Query', 'Query of the index', 'UpdateItem', 'PutItem'],
    },
    { role: 'sweeper', table: 'tokens', may: [] },
    { role: 'authoriser', table: 'streams', may: [] },
    { role: 'authoriser', table: 'tokens', may: ['BatchGetItem'] },
    { role: 'authoriser', table: 'notifications', may: [] },
    { role: 'asker', table: 'streams', may: [] },
    { role: 'asker', table: 'tokens', may: [] },
    { role: 'announcer', table: 'streams', may: [] },
    { role: 'announcer', table: 'tokens', may: [] },
    { role: 'notifier', table: 'streams', may: [] },
    { role: 'notifier', table: 'tokens', may: [] },
    {
      role: 'notifier',
      table: 'notifications',
      may: ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'PutItem', 'DeleteItem'],
    },
    { role: 'announcer', table: 'notifications', may: [] },
    { role: 'receiver', table: 'notifications', may: [] },
    { role: 'reader', table: 'notifications', may: [] },
  ] as const)('the $role may send only $may to the table $table', async ({ role, table, may }) => {
    expect(await permittedTableCommands(ministack.endpoint, names[role], names[table])).toEqual(may);
  });

  const stream = { pk: { S: 'stream#Guarded#nobody' }, sk: { S: 'state' } };
  const refusal = { pk: { S: 'refusals#Guarded' }, sk: { S: 'event#nothing' } };
  const app = { pk: { S: 'apps' }, sk: { S: 'app#Nobody' } };
  const [key, urlToken] = [{ hash: { S: 'key#nobody' } }, { hash: { S: 'nobody' } }];
  const onlyOfRows = { ConditionExpression: 'attribute_exists(#key)' }; // there are none
  const ofStreams = () => ({ TableName: names.streams, ...onlyOfRows, ExpressionAttributeNames: { '#key': 'pk' } });
  const ofTokens = () => ({ TableName: names.tokens, ...onlyOfRows, ExpressionAttributeNames: { '#key': 'hash' } });
  const count = { UpdateExpression: 'ADD allowed :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
  const widen = { UpdateExpression: 'SET app = :every', ExpressionAttributeValues: { ':every': { S: '*' } } };
  const readOf = (Key: typeof stream, projection?: string) => () =>
    new GetItemCommand({ TableName: names.streams, Key, ProjectionExpression: projection });

  test.each([
    {
      what: 'count a refusal',
      command: () => new UpdateItemCommand({ ...ofStreams(), Key: refusal, ...count }),
      may: true,
    },
    { what: 'change a stream', command: () => new UpdateItemCommand({ ...ofStreams(), Key: stream, ...count }) },
    { what: 'list an app', command: () => new PutItemCommand({ ...ofStreams(), Item: app }), may: true },
    { what: 'replace a stream', command: () => new PutItemCommand({ ...ofStreams(), Item: stream }) },
    { what: 'delete a refusal', command: () => new DeleteItemCommand({ ...ofStreams(), Key: refusal }) },
    { what: 'see whether a stream is known', command: readOf(stream, 'pk, sk'), may: true },
    { what: 'read a state', command: readOf(stream) },
    { what: 'read one attribute of a state', command: readOf(stream, 'pk, sk, metadata') },
    { what: 'read the list of apps', command: readOf(app, 'pk, sk') },
    {
      what: 'note the use of a key',
      command: () => new UpdateItemCommand({ ...ofTokens(), Key: key, ...count }),
      may: true,
    },
    { what: 'widen a key', command: () => new UpdateItemCommand({ ...ofTokens(), Key: key, ...widen }) },
    { what: 'change a token', command: () => new UpdateItemCommand({ ...ofTokens(), Key: urlToken, ...count }) },
    { what: 'create a key', command: () => new PutItemCommand({ ...ofTokens(), Item: key }) },
    { what: 'revoke a key', command: () => new DeleteItemCommand({ ...ofTokens(), Key: key }) },
  ])('the authoriser may $what: $may', async ({ command, may = false }) => {
    expect(await maySend(ministack.endpoint, names.authoriser, command())).toBe(may);
  });

  test.each(['receiver', 'replayer', 'reader', 'sweeper'] as const)(
    'the %s may not note the use of a key',
    async (role) => {
      const command = new UpdateItemCommand({ ...ofTokens(), Key: key, ...count });
      expect(await maySend(ministack.endpoint, names[role], command)).toBe(false);
    },
  );

  test('the announcer has every permission that it needs', async () => {
    const action = 'liveStreamStarted';
    const types = async () =>
      (await announcements.receive())
        .filter(({ detail }) => detail.app === 'Announced')
        .map((announcement) => announcement['detail-type']);
    await fetch(`${url}/hooks/Announced/${token}`, { method: 'POST', body: JSON.stringify({ action, id: 'camera' }) });
    await expect.poll(types, eventually).toEqual(['Stream Started']);
  });

  test('the announcer announces the refused publisher', async () => {
    const refused = async () => (await announcements.receive()).filter((it) => it['detail-type'] === 'Publish Refused');
    const detail = expect.objectContaining({ app: 'Guarded', id: 'cam-2', reason: 'otherStream' });
    await expect.poll(refused, eventually).toContainEqual(expect.objectContaining({ detail }));
  });

  test.each([
    { role: 'announcer', bus: 'bus', may: ['PutEvents'] },
    { role: 'announcer', bus: 'default', may: [] },
    { role: 'notifier', bus: 'bus', may: [] },
    { role: 'authoriser', bus: 'bus', may: [] },
    { role: 'receiver', bus: 'bus', may: [] },
    { role: 'replayer', bus: 'bus', may: [] },
    { role: 'reader', bus: 'bus', may: [] },
    { role: 'sweeper', bus: 'bus', may: [] },
    { role: 'asker', bus: 'bus', may: [] },
  ] as const)('the $role may send only $may to the bus $bus', async ({ role, bus, may }) => {
    const name = bus === 'bus' ? names.bus : bus;
    expect(await permittedBusCommands(ministack.endpoint, names[role], name)).toEqual(may);
  });

  test.each([
    { role: 'notifier', topic: 'Privileges-notify-team', may: ['Publish'] },
    { role: 'notifier', topic: 'Another-notify-team', may: [] },
    { role: 'notifier', topic: 'Privileges-alarms', may: [] },
    { role: 'announcer', topic: 'Privileges-notify-team', may: [] },
  ] as const)('the $role may send only $may to the topic $topic', async ({ role, topic, may }) => {
    const { TopicArn = '' } = await sns().send(new CreateTopicCommand({ Name: topic }));
    expect(await permittedTopicCommands(ministack.endpoint, names[role], TopicArn)).toEqual(may);
  });

  test('the sweeper has every permission that it needs, and its asker can ask', async () => {
    const rest = await startRestServer(afterCount(() => captured('broadcast-get-404')));
    const Value = JSON.stringify({ url: rest.url, jwtSecret: null });
    const ssm = new SSMClient(clientConfig(ministack.endpoint));
    await ssm.send(new PutParameterCommand({ Name: '/Privileges/servers/Asked', Value, Type: 'SecureString' }));
    const action = 'liveStreamStarted';
    const timestamp = Date.now() - 180_000; // long enough ago to be asked about
    await fetch(`${url}/hooks/Asked/${token}`, {
      method: 'POST',
      body: JSON.stringify({ action, id: 'gone', timestamp }),
    });
    const lambda = new LambdaClient(clientConfig(ministack.endpoint));
    const sweep = new InvokeCommand({ FunctionName: names.sweeperFunction, Payload: '{}' });
    const { FunctionError, Payload } = await lambda.send(sweep);
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ errors: [], presumedEnded: 1 });
    expect(FunctionError).toBeUndefined();
    expect(rest.requests.map(({ path }) => path)).toContain('/LiveApp/rest/v2/broadcasts/gone');
  });

  test.each([
    { role: 'sweeper', path: '/Privileges/servers', may: ['GetParametersByPath'] },
    { role: 'sweeper', path: '/Privileges', may: [] },
    { role: 'sweeper', path: '/Another/servers', may: [] },
    { role: 'asker', path: '/Privileges/servers', may: [] },
    { role: 'reader', path: '/Privileges/servers', may: [] },
    { role: 'receiver', path: '/Privileges/servers', may: [] },
    { role: 'authoriser', path: '/Privileges/servers', may: [] },
    { role: 'announcer', path: '/Privileges/servers', may: [] },
    { role: 'notifier', path: '/Privileges/notify', may: ['GetParametersByPath'] },
    { role: 'notifier', path: '/Privileges/servers', may: [] },
    { role: 'sweeper', path: '/Privileges/notify', may: [] },
    { role: 'announcer', path: '/Privileges/notify', may: [] },
  ] as const)('the $role may send only $may to the parameters of $path', async ({ role, path, may }) => {
    expect(await permittedParameterCommands(ministack.endpoint, names[role], path)).toEqual(may);
  });

  test.each([
    { role: 'sweeper', functions: ['askerFunction'] },
    { role: 'asker', functions: [] },
    { role: 'receiver', functions: [] },
    { role: 'authoriser', functions: [] },
    { role: 'announcer', functions: [] },
    { role: 'notifier', functions: [] },
  ] as const)('the $role may invoke only $functions', async ({ role, functions }) => {
    const all = ['askerFunction', 'sweeperFunction', 'receiverFunction'] as const;
    const may: string[] = [];
    for (const name of all) if (await mayInvoke(ministack.endpoint, names[role], names[name])) may.push(name);
    expect(may).toEqual(functions);
  });

  /** Late: a mail gathers for 10 s what happens, and the other tests run meanwhile. Those below would receive it from its queue. */
  test('the notifier has every permission that it needs, by mail', async () => {
    const mail = expect.objectContaining({ Message: expect.stringContaining('Notified/camera') });
    await expect.poll(receiveMails, eventually).toContainEqual(mail);
  });

  const replays = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'];
  test.each([
    { role: 'receiver', queue: 'deferred', may: ['SendMessage'] },
    { role: 'receiver', queue: 'deadLetters', may: [] },
    { role: 'replayer', queue: 'deferred', may: replays },
    { role: 'replayer', queue: 'deadLetters', may: [] },
    { role: 'reader', queue: 'deferred', may: [] },
    { role: 'reader', queue: 'deadLetters', may: [] },
    { role: 'sweeper', queue: 'deferred', may: ['GetQueueAttributes'] },
    { role: 'sweeper', queue: 'deadLetters', may: [] },
    { role: 'authoriser', queue: 'deferred', may: [] },
    { role: 'authoriser', queue: 'notifyQueue', may: [] },
    { role: 'asker', queue: 'deferred', may: [] },
    { role: 'asker', queue: 'deadLetters', may: [] },
    { role: 'announcer', queue: 'deferred', may: [] },
    { role: 'announcer', queue: 'deadLetters', may: [] },
    { role: 'notifier', queue: 'deferred', may: [] },
    {
      role: 'notifier',
      queue: 'notifyQueue',
      may: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
    },
    { role: 'receiver', queue: 'notifyQueue', may: [] },
    { role: 'announcer', queue: 'notifyQueue', may: [] },
  ] as const)('the $role may send only $may to the queue $queue', async ({ role, queue, may }) => {
    expect(await permittedQueueCommands(ministack.endpoint, names[role], names[queue])).toEqual(may);
  });

  test('the receiver may defer a hook', async () => {
    await stack.setVariables('ReceiverFunction', { STREAMS_TABLE: 'no-such-table' });
    const [capture = expect.fail('expected a captured request')] = captures();
    await expect.poll(() => send(capture), eventually).toEqual({ status: 200, body: '{"outcome":"deferred"}' });
    await expect.poll(() => queues.countDeferred(), eventually).toBe(0);
  });
});

/** Returns the physical names of roles, functions, tables and queues. */
async function readNames(stack: StackUnderTest) {
  return {
    receiver: await stack.readResource('ReceiverRole'),
    replayer: await stack.readResource('ReplayerRole'),
    reader: await stack.readResource('ReaderRole'),
    authoriser: await stack.readResource('AuthoriserRole'),
    sweeper: await stack.readResource('SweeperRole'),
    asker: await stack.readResource('AskerRole'),
    announcer: await stack.readResource('AnnouncerRole'),
    notifier: await stack.readResource('NotifierRole'),
    bus: await stack.readOutput('EventBusName'),
    receiverFunction: await stack.readResource('ReceiverFunction'),
    sweeperFunction: await stack.readResource('SweeperFunction'),
    askerFunction: await stack.readResource('AskerFunction'),
    streams: await stack.readOutput('StreamsTableName'),
    tokens: await stack.readOutput('TokensTableName'),
    deferred: await stack.readOutput('DeferredQueueUrl'),
    deadLetters: await stack.readOutput('DeadLetterQueueUrl'),
    notifications: await stack.readOutput('NotificationsTableName'),
    notifyQueue: await stack.readOutput('NotifyQueueUrl'),
  };
}

/** Returns the deferred message of a captured request whose token could not be checked. */
function deferredMessage(capture: Capture, token: string): string {
  const bytes = bodyOf(capture);
  const request = { bytes, contentType: contentTypeOf(capture), receivedAt: Date.now(), requestId: capture.name };
  const message = toMessage({ app: 'Waited', token, address: '203.0.113.9', ...request });
  return serializeDeferred({ message, tokenHash: hashToken(token) });
}
