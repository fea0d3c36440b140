import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipientParameter, recipientsPath } from '../../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { createSecret } from '../../local/create-secret.ts';
import { TokenTable } from '../../local/token-table.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { capture, captures, post } from '../capture.ts';
import { Sink, statuses } from '../cli/events/sink.ts';
import { exec } from '../exec.ts';
import { buildRecipient } from '../notifying/recipient.builder.ts';
import { accountEnv, clientConfig, credentials, REGION } from './account.ts';
import { AnnouncementQueue } from './announcement-queue.ts';
import { extractRelease } from './earlier-releases.ts';
import { backfill, readAllSessions, readOwnSessions } from './listed-sessions.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

const DAY_MS = 86_400_000;

/** Deploys the sweeper, but delays its first sweep beyond these tests: each one writes a row. */
const noSweeps = { sweepMinutes: 60 };

describeOnAccount('a stack that was deployed by 0.2.0', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Updates');
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  let tables: string[];
  let rows: unknown;
  let announcements: AnnouncementQueue;
  let sink: Sink;
  let start: (app: string, id: string, action?: string) => Promise<Response>;
  let send: (app: string) => ReturnType<typeof post>;
  let ask: (token: string) => Promise<number>;
  let unguarded: number;
  let read: (path: string, etag?: string) => Promise<Response>;
  const started = capture('liveStreamStarted.json.http');
  const list = '/streams?limit=3';
  const history = '/streams/LiveApp/cam-1/events?limit=2';
  const before = new Map<string, Awaited<ReturnType<typeof readTwoPages>>>();

  /** Returns every row of both tables. */
  const readRows = () =>
    Promise.all(
      tables.map(async (TableName) => {
        const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
        return Items.map((item) => JSON.stringify(item)).sort();
      }),
    );
  const readTableNames = () =>
    Promise.all(['StreamsTableName', 'TokensTableName'].map((name) => stack.readOutput(name)));

  /** Reads the stage from MiniStack's API: its settings are in CloudFormation's case, where the SDK expects API Gateway's. */
  const readStage = async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${REGION}/apigateway/aws4_request`;
    const path = `/v2/apis/${await stack.readResource('Api')}/stages/$default`;
    const answer = await fetch(`${endpoint}${path}`, { headers: { authorization } });
    return (await answer.json()) as { routeSettings: unknown };
  };

  /** Registers a recipient before there is a notifier, which would believe for 5 s that there is none. */
  const registerRecipient = async () => {
    sink = await Sink.open(statuses(200));
    const recipient = buildRecipient({ name: 'program', to: sink.url, app: 'LiveApp' });
    const Name = recipientParameter(recipientsPath(stack.name), recipient.name);
    const parameter = { Name, Value: formatRecipient(recipient), Type: 'SecureString' } as const;
    await new SSMClient(clientConfig(endpoint)).send(new PutParameterCommand(parameter));
  };

  const jsonOf = async (path: string) => (await (await read(path)).json()) as Answer;

  /** Reads two pages of a list, and the ETag of the first. */
  async function readTwoPages(path: string) {
    const answer = await read(path);
    const first = (await answer.json()) as Answer;
    const second = await jsonOf(`${path}&cursor=${first.cursor}`);
    return { first, second, cursor: first.cursor, etag: answer.headers.get('etag') ?? '' };
  }

  beforeAll(async () => {
    await stack.deploy({}, await extractRelease('0.2.0'));
    tables = await readTableNames();
    const secret = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
    const url = await stack.url();
    for (const capture of captures()) {
      const { status } = await post(`${url}/hooks/${capture.app}/${secret}`, capture);
      expect([capture.name, status]).toEqual([capture.name, 200]);
    }
    rows = await readRows();
    read = (path, etag) =>
      fetch(`${url}${path}`, {
        headers: { authorization: `Bearer ${secret}`, ...(etag && { 'if-none-match': etag }) },
      });
    ask = async (token) => {
      const body = JSON.stringify({ name: 'cam-1', streamId: 'cam-1', mode: 'publish' });
      return (await fetch(`${url}/authorize/publish/LiveApp/${token}`, { method: 'POST', body })).status;
    };
    unguarded = await ask(secret);
    for (const path of [list, history]) before.set(path, await readTwoPages(path));
    send = (app) => post(`${url}/hooks/${app}/${secret}`, started);
    start = (app, id, action = 'liveStreamStarted') => {
      const body = JSON.stringify({ action, id, timestamp: Date.now() });
      return fetch(`${url}/hooks/${app}/${secret}`, { method: 'POST', body });
    };
  });

  afterAll(() => sink?.stop());

  test('defers a hook whose table does not exist', async () => {
    for (const name of ['ReceiverFunction', 'ReplayerFunction'] as const)
      await stack.setVariables(name, { STREAMS_TABLE: 'no-such-table' });
    const deferred = { status: 200, body: '{"outcome":"deferred"}' };
    await expect.poll(() => send('Waited'), { timeout: 60_000 }).toEqual(deferred);
  });

  test('keeps its tables and all their rows when this release is deployed', async () => {
    const before = await stack.readResources();
    await registerRecipient();
    await stack.deploy(noSweeps);
    expect(await readTableNames()).toEqual(tables);
    expect((await readRows()).map((all) => all.filter((row) => !row.includes('Waited')))).toEqual(rows); // a slow deployment applies what is deferred
    expect(await stack.readResources()).toMatchObject(before); // and nothing else was replaced
    announcements = await AnnouncementQueue.on(endpoint, await stack.readOutput('EventBusName'));
  });

  test('reads them as before, refuses the old cursors of lists of streams, and accepts old ETags', async () => {
    for (const path of [list, history]) {
      const { first, cursor, second, etag } =
        before.get(path) ?? expect.fail('expected two pages that were read before');
      const now = await readTwoPages(path);
      expect(rowKeys(now.first)).toEqual(rowKeys(first));
      expect(rowKeys(now.second)).toEqual(rowKeys(second));
      if (path === list) expect((await read(`${path}&cursor=${cursor}`)).status).toBe(400);
      else expect(now.cursor).toBe(cursor);
      expect((await read(path, now.etag)).status).toBe(304);
      expect([200, 304]).toContain((await read(path, etag)).status);
    }
    const { node, health } = await jsonOf('/streams/LiveApp/cam-1');
    expect(node).toBeNull();
    expect(health?.receivedAt).toBeNull(); // 0.2.0 stored only the clock of the heartbeat
  });

  test('applies deferred events, and adds to the stored state', async () => {
    const [streams = ''] = tables;
    for (const name of ['ReceiverFunction', 'ReplayerFunction'] as const)
      await stack.setVariables(name, { STREAMS_TABLE: streams });
    const timeout = 300_000; // each try doubles the delay: a deployment that took long has made the next one late
    await expect.poll(async () => (await read('/streams/Waited/cam-1')).status, { timeout }).toBe(200);
    const waited = await jsonOf('/streams/Waited/cam-1');
    expect(waited).toMatchObject({ status: 'live', name: 'Front door', node: null });
    rows = await readRows();
  }, 330_000);

  test('announces, and notifies of, what happens from then on, also of streams that 0.2.0 stored', async () => {
    const [TableName] = tables;
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(await jsonOf('/stream?app=LiveApp&id=cam-1')).toMatchObject({ status: 'ended' });
    await start('LiveApp', 'cam-1');
    const announced = async () =>
      (await announcements.receive()).map(({ 'detail-type': type, detail: { app, id } }) => [type, app, id]);
    await expect.poll(announced, { timeout: 30_000 }).toContainEqual(['Stream Started', 'LiveApp', 'cam-1']);
    for (const { source, 'detail-type': type, time, detail } of await announcements.receive())
      expectValid({ source, 'detail-type': type, time, detail }); // EventBridge adds fields
    await expect.poll(() => sink.bodies, { timeout: 30_000 }).toMatchObject([{ detail: { id: 'cam-1' } }]);
    rows = await readRows();
  });

  test('answers who may publish, which 0.2.0 did not', async () => {
    expect(unguarded).toBe(404);
    const tokens = new TokenTable(dynamodb, await stack.readOutput('TokensTableName'));
    const secret = createSecret();
    const created = { label: '', createdAt: 0, expiresAt: null };
    await tokens.create(secret, { ...created, app: 'LiveApp', scopes: ['authorize'], open: true });
    await expect.poll(() => ask(secret), { timeout: 30_000 }).toBe(200);
    expect(await ask('another')).toBe(403);
    rows = await readRows();
  });

  test('replays what 0.2.0 could not read: ids with slashes', async () => {
    expect((await read('/stream?app=LiveApp&id=0/test')).status).toBe(404);
    const args = ['run', '--silent', 'replay', '--', '--quarantine', '--stack', stack.name];
    expect(await exec('npm', args, { env: accountEnv(endpoint) })).toMatch(/ recorded/);
    const slash = await jsonOf('/stream?app=LiveApp&id=0/test');
    expect(slash).toMatchObject({ status: 'ended', lastRecording: { name: 'test' } });
    rows = await readRows();
  });

  test('lists by time what 0.2.0 stored, after a backfill', async () => {
    const own = await readOwnSessions(read);
    expect((await readAllSessions(read, own)).sessions.length).toBeLessThan(own.length);
    await backfill(stack);
    const { sessions, completeSince } = await readAllSessions(read, own);
    expect(sessions).toEqual(own);
    expect(completeSince).toBeLessThanOrEqual(Date.now() - 29 * DAY_MS); // 0.2.0 stored the history for 30 days
    rows = await readRows();
  });

  test('is unchanged when nothing changed', async () => {
    const before = await stack.readResources();
    expect(await stack.deploy(noSweeps)).toContain('(no changes)');
    expect(await stack.readResources()).toEqual(before);
  });

  test('changes settings in place', async () => {
    const before = await stack.readResources();
    await stack.deploy({ ...noSweeps, memory: 1024, throttleRate: 20, throttleBurst: 40, logDays: 90, byDay: 'false' });
    expect(await stack.readResources()).toEqual(before);
    expect(await readRows()).toEqual(rows);
    const FunctionName = await stack.readResource('ReceiverFunction');
    const receiver = await new LambdaClient(clientConfig(endpoint)).send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    expect(receiver.MemorySize).toBe(1024);
    expect((await readStage()).routeSettings).toEqual({
      'POST /hooks/{app}/{token}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      'POST /hooks/{proxy+}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      'POST /authorize/publish/{proxy+}': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 100 },
      'POST /authorize/play/{proxy+}': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 100 },
    });
    const { logGroups = [] } = await new CloudWatchLogsClient(clientConfig(endpoint)).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: await stack.readResource('ReceiverLogs') }),
    );
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).toEqual([90]);
  });

  test('lists nothing by time without byDay, and gives keys of the index to errors only', async () => {
    const sessions = async () => {
      const answer = await read('/sessions');
      return [answer.status, await answer.text()];
    };
    await expect.poll(sessions).toEqual([404, expect.stringContaining('byDay')]);
    for (const action of ['liveStreamStarted', 'liveStreamEnded', 'vodReady', 'endpointFailed'])
      await start('LiveApp', 'unlisted', action);
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: tables[0] }));
    const stored = Items.filter(({ pk, action }) => pk?.S?.endsWith('#unlisted') && action);
    expect(stored.filter((row) => row.statusKey).map(({ action }) => action?.S)).toEqual(['endpointFailed']);
    expect(stored).toHaveLength(4);
    rows = await readRows();
  });

  test('keeps its tables and queues when it is destroyed', async () => {
    const queues = await Promise.all(['DeferredQueueUrl', 'DeadLetterQueueUrl'].map((name) => stack.readOutput(name)));
    await announcements.removeRule();
    const output = await stack.destroy();
    for (const queue of queues) expect(output.split('These remain:')[1]).toContain(`\n  queue ${queue}\n`);
    for (const table of tables) {
      expect(output).toMatch(new RegExp(`^ {2}(Retained)? +table ${table}$`, 'm'));
      expect(output.split('These remain:')[1]).toContain(`\n  table ${table}\n`);
    }
    await expect(stack.readOutput('ApiUrl')).rejects.toThrow(/does not exist/);
    for (const TableName of tables) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table?.TableStatus).toBe('ACTIVE');
    }
    expect(await readRows()).toEqual(rows);
  });
});

/** The fields of an answer that this file reads. */
interface Answer {
  readonly streams?: readonly Row[];
  readonly events?: readonly Row[];
  readonly cursor?: string;
  readonly node?: unknown;
  readonly health?: { readonly receivedAt: unknown };
}

interface Row {
  readonly app?: string;
  readonly id?: string;
  readonly action?: string;
  readonly at?: string;
}

/** Returns what identifies each row of a page. */
const rowKeys = ({ streams, events }: Answer) =>
  (streams ?? events ?? []).map(({ app, id, action, at }) => [app, id, action, at]);
