import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, expect, test } from 'vitest';
import type { SweepReport } from '../../lambda/sweeping/sweep-report.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { sweepSummaryKey } from '../../lambda/table/row-keys.ts';
import { readSweepMemory, writeSummary } from '../../lambda/table/sweep-memory.ts';
import { Table } from '../../lambda/table/table.ts';
import { afterCount, captured, json, useRestServers } from '../asking/rest-server.ts';
import { exec } from '../exec.ts';
import { buildEvent } from '../table/event.builder.ts';
import { accountEnv, clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

const MINUTE_MS = 60_000;
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });

const startRestServer = useRestServers();

describeOnAccount('the sweeper of a deployed stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Sweeps');
  const lambda = new LambdaClient(clientConfig(endpoint));
  const logs = new CloudWatchLogsClient(clientConfig(endpoint));
  let table: Table;
  let url: string;
  let token: string;
  let sweeper: string;

  const read = async (path: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return JSON.parse(await answer.text());
  };
  const post = (app: string, fields: object) =>
    fetch(`${url}/hooks/${app}/${token}`, { method: 'POST', body: JSON.stringify(fields) });

  /** Runs a command of this project for the stack, and returns what it prints. */
  const npmRun = async (name: string, ...args: string[]) =>
    JSON.parse(await exec('npm', ['run', '-s', name, ...args, '--stack', stack.name], { env: accountEnv(endpoint) }));

  /** Stores hooks as the receiver does, as if they had arrived that many minutes ago. */
  async function receive(app: string, id: string, actions: readonly string[], minutesAgo: number): Promise<void> {
    const arrived = Date.now() - minutesAgo * MINUTE_MS;
    for (const [index, action] of actions.entries()) {
      const timestamp = arrived + index * 1_000;
      await recorder.record(table, buildEvent({ action, id, timestamp }, app, timestamp));
    }
  }

  /** Makes the next sweep believe that sweeps have run for an hour: else it counts silence from the first one. */
  async function pretendToHaveWatched(): Promise<void> {
    const { summary } = await readSweepMemory(table, Date.now());
    const at = Date.now() - MINUTE_MS / 2;
    const nothing = { waitingSince: null, askCursor: null, apps: [] };
    await writeSummary(table, { ...nothing, ...summary, at, watchedSince: at - 60 * MINUTE_MS });
  }

  /** Runs a sweep now. Returns the line that it logged. */
  async function sweep(): Promise<SweepReport> {
    const began = Date.now();
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: sweeper }));
    expect([FunctionError, Payload?.transformToString()]).toEqual([undefined, expect.anything()]);
    const logGroupName = await stack.readOutput('SweeperLogGroupName');
    const readLine = async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime: began }));
      return events.map(({ message = '' }) => message).findLast((message) => message.startsWith('{"sweep":'));
    };
    await expect.poll(readLine).toBeDefined();
    return JSON.parse((await readLine()) ?? '').sweep;
  }

  beforeAll(async () => {
    await stack.deploy({ sweepMinutes: 60 }); // none between those of the tests
    table = new Table(new DynamoDBClient(clientConfig(endpoint)), await stack.readOutput('StreamsTableName'));
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
    sweeper = await stack.readOutput('SweeperFunctionName');
  });

  test('asks the registered media server, and believes it rather than the silence', async () => {
    const rest = await startRestServer(
      afterCount(({ path }) => {
        if (path.endsWith('/gone')) return captured('broadcast-get-404');
        return json({ streamId: path.split('/').at(-1), status: 'broadcasting' });
      }),
    );
    const args = ['--app', 'Asked', '--url', rest.url, '--no-jwt', '--json'];
    expect(await npmRun('servers', '--', 'add', ...args)).toMatchObject({ app: 'Asked', check: { ok: true } });
    await receive('Asked', 'gone', ['liveStreamStarted'], 3);
    await receive('Asked', 'silent', ['liveStreamStarted', 'liveStreamStatus'], 10);
    await pretendToHaveWatched();
    expect(await sweep()).toMatchObject({ asked: 2, presumedEnded: 1, errors: [] });
    expect(await read('/stream?app=Asked&id=gone')).toMatchObject({ status: 'presumedEnded' });
    expect(await read('/stream?app=Asked&id=silent')).toMatchObject({ status: 'live', stale: true });
    expect(await read('/stream/events?app=Asked&id=gone')).toMatchObject({
      events: [{ action: 'presumedEnd', fields: { cause: 'mediaServer' } }, { action: 'liveStreamStarted' }],
    });
    expect(await npmRun('servers', '--', 'check', '--json')).toMatchObject([{ app: 'Asked', ok: true }]);
    await receive('Asked', 'silent', ['liveStreamEnded'], 0);
    expect(await npmRun('servers', '--', 'remove', 'Asked', '--json')).toMatchObject({ app: 'Asked' });
  });

  test('asks the registered media server to stop what a revoked key covers', async () => {
    const rest = await startRestServer(
      afterCount(({ path }) => captured(path.endsWith('/stop') ? 'broadcast-stop-live' : 'broadcast-get-404')),
    );
    await npmRun('servers', '--', 'add', '--app', 'Stopped', '--url', rest.url, '--no-jwt', '--json');
    await receive('Stopped', 'studio-1', ['liveStreamStarted'], 0);
    await receive('Stopped', 'cam-1', ['liveStreamStarted'], 0);
    const { id } = await npmRun('keys', '--', 'create', '--app', 'Stopped', '--prefix', 'studio-', '--json');
    expect(await npmRun('keys', '--', 'list', '--json')).toMatchObject([{ id, stream: 'studio-*', allowed: 0 }]);
    expect(await npmRun('keys', '--', 'revoke', id, '--stop', '--json')).toMatchObject({
      id,
      stopped: [{ id: 'studio-1', stopped: true }],
      stopError: null,
    });
    expect(rest.requests.filter(({ head }) => head.startsWith('POST')).map(({ path }) => path)).toEqual([
      '/LiveApp/rest/v2/broadcasts/studio-1/stop',
    ]);
    expect(await npmRun('keys', '--', 'list', '--json')).toEqual([]);
    for (const ended of ['studio-1', 'cam-1']) await receive('Stopped', ended, ['liveStreamEnded'], 0);
    await npmRun('servers', '--', 'remove', 'Stopped', '--json');
  });

  test('presumes the end of a stream whose heartbeats stopped, but not for the time in which nobody watched', async () => {
    await receive('LiveApp', 'cam-1', ['liveStreamStarted', 'liveStreamStatus'], 10);
    expect(await read('/stream?app=LiveApp&id=cam-1')).toMatchObject({ status: 'live', stale: true });
    await table.delete(sweepSummaryKey()); // as before the first sweep
    expect(await sweep()).toMatchObject({ apps: 3, live: 1, stale: 1, presumedEnded: 0 });
    expect(await read('/stream?app=LiveApp&id=cam-1')).toMatchObject({ status: 'live', stale: true });
    await pretendToHaveWatched();
    expect(await sweep()).toMatchObject({ apps: 3, live: 0, presumedEnded: 1, errors: [] });
    expect(await read('/stream?app=LiveApp&id=cam-1')).toMatchObject({ status: 'presumedEnded', stale: false });
    expect(await read('/stream/events?app=LiveApp&id=cam-1')).toMatchObject({
      events: [{ action: 'presumedEnd', fields: { cause: 'silence' } }, { action: 'liveStreamStarted' }],
    });
  });

  test('counts the streams for GET /counts', async () => {
    expect(await read('/counts?app=LiveApp')).toEqual({
      counts: [{ app: 'LiveApp', live: 0, stale: 0, missing: 0, presumedEnded: 1, failing: 0, endedLastHour: 0 }],
      at: expect.stringMatching(/Z$/),
    });
  });

  test('leaves it to the heartbeats to make the stream live again', async () => {
    await post('LiveApp', { action: 'liveStreamStatus', id: 'cam-1', timestamp: Date.now() });
    expect(await read('/stream?app=LiveApp&id=cam-1')).toMatchObject({ status: 'live', stale: false });
    expect(await sweep()).toMatchObject({ live: 1, stale: 0, presumedEnded: 0 });
  });

  test('follows the expected streams', async () => {
    await npmRun('expect', '--', 'add', 'Asked/nobody', '--grace', '1s', '--json');
    const state = async () => (await read('/expected')).expected;
    await expect.poll(state).toMatchObject([{ app: 'Asked', id: 'nobody', state: 'missing' }]);
    expect(await sweep()).toMatchObject({ missing: 1 });
    expect(await read('/counts?app=Asked')).toMatchObject({ counts: [{ app: 'Asked', missing: 1 }] });
  });
});
