import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test, vi } from 'vitest';
import { TABLE_TYPE, type Template } from '../../cli/stack/template.ts';
import { clientConfig } from './account.ts';
import { extractRelease } from './earlier-releases.ts';
import { backfill, readAllSessions, readOwnSessions } from './listed-sessions.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

/** Hooks of two streams, seconds apart: sessions that ended, that a start superseded and that is open, a recording, an error. */
const hooks = [
  { id: 'cam-1', action: 'liveStreamStarted' },
  { id: 'cam-1', action: 'vodReady', vodId: 'v', vodName: 'cam-1' },
  { id: 'cam-1', action: 'liveStreamEnded' },
  { id: 'cam-2', action: 'liveStreamStarted' },
  { id: 'cam-2', action: 'endpointFailed', metadata: 'rtmp://a/b' },
  { id: 'cam-2', action: 'liveStreamStarted' },
];

describeOnAccount('a stack that was deployed by the release before', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Steps');
  const cloudFormation = new CloudFormationClient(clientConfig(endpoint));
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  let TableName: string;
  let read: (path: string) => Promise<Response>;
  let rows: unknown;

  /** Returns the tables of the deployed template. */
  async function readTables() {
    const { TemplateBody = '{}' } = await cloudFormation.send(new GetTemplateCommand({ StackName: stack.name }));
    const template: Template = JSON.parse(TemplateBody);
    return Object.fromEntries(Object.entries(template.Resources ?? {}).filter(([, { Type }]) => Type === TABLE_TYPE));
  }

  const countReplicas = async () =>
    Object.values(await readTables()).map(({ Properties }) => Properties?.Replicas?.length);

  /** Returns the history of the streams: a sweep may have added its own rows, and a hook that was deferred may write a state again. */
  async function readRows() {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    const ofStreams = Items.filter(({ pk, sk }) => pk?.S?.startsWith('stream#') && sk?.S !== 'state');
    return ofStreams.map((item) => JSON.stringify(item)).sort();
  }

  beforeAll(async () => {
    await stack.deploy({}, await extractRelease('before'));
    TableName = await stack.readOutput('StreamsTableName');
    const url = await stack.url();
    const token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
    const began = Date.now() - 60_000;
    for (const [index, hook] of hooks.entries()) {
      const body = JSON.stringify({ ...hook, timestamp: began + 1_000 * index });
      expect((await fetch(`${url}/hooks/LiveApp/${token}`, { method: 'POST', body })).status).toBe(200);
    }
    read = (path) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    await vi.waitFor(async () => expect(await readRows()).toHaveLength(hooks.length), { timeout: 60_000 });
    rows = await readRows();
  });

  test('is updated without a change of a table, and of its rows', async () => {
    const tables = await readTables();
    await stack.deploy();
    expect(await readTables()).toEqual(tables);
    expect(await stack.readOutput('StreamsTableName')).toBe(TableName);
    expect(await readRows()).toEqual(rows);
  });

  test('lists by time what the release before stored, after a backfill', async () => {
    const began = Date.now();
    const own = await readOwnSessions(read);
    expect(own).toHaveLength(2);
    expect((await readAllSessions(read, own)).sessions).toEqual([]);
    await backfill(stack);
    const { sessions, completeSince } = await readAllSessions(read, own);
    expect(sessions).toEqual(own);
    expect(completeSince).toBeLessThan(began - 20 * 86_400_000);
    for (const [path, member] of Object.entries({
      '/recordings': 'recordings',
      '/events?action=endpointFailed': 'events',
    }))
      expect(await (await read(path)).json()).toMatchObject({ [member]: [{ app: 'LiveApp' }], cursor: null });
    rows = await readRows();
  });

  test('changes its tables in as many steps as AWS accepts, without a loss', async () => {
    const output = await stack.npmRunDeploy('-c', 'replicaRegions=us-east-2', '--no-test');
    expect(output).toContain('\nThis takes 2 deployments, one after the other: ');
    expect(output).toMatch(/^Deployment 1 of 2$.*^Webhook URL/ms);
    expect([countUpdates(output), await countReplicas()]).toEqual([2, [2, 2, 1]]); // what waits for recipients stays in its region
  });

  test('reverts them in as many steps', async () => {
    const output = await stack.npmRunDeploy('--no-test');
    expect(output).toContain('\n  the replica in us-east-2 of the table Tokens\n');
    expect([countUpdates(output), await countReplicas()]).toEqual([2, [1, 1, 1]]);
    expect(await stack.readOutput('StreamsTableName')).toBe(TableName);
    expect(await readRows()).toEqual(rows);
  });
});

/** Counts the changes that cdk reports; it reports one also for an unchanged template. */
const countUpdates = (output: string): number => output.match(/✅ {2}Steps$/gm)?.length ?? 0;
