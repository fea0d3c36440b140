import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, expect, test } from 'vitest';
import { captures, post } from '../capture.ts';
import { clientOf, credentials, REGION } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { previousRelease } from './previous-release.ts';
import { StackUnderTest } from './stack.ts';

describeOnAccount('a stack that was deployed by the previous release', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Updates');
  const dynamodb = new DynamoDBClient(clientOf(endpoint));
  let tables: string[];
  let rows: unknown;

  /** Every row of both tables. */
  const kept = () =>
    Promise.all(
      tables.map(async (TableName) => {
        const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
        return Items.map((item) => JSON.stringify(item)).sort();
      }),
    );
  const tableNames = () => Promise.all(['StreamsTableName', 'TokensTableName'].map((name) => stack.output(name)));

  /** The stage as MiniStack tells it: settings in CloudFormation's case, where the SDK would look for API Gateway's. */
  const stage = async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${REGION}/apigateway/aws4_request`;
    const path = `/v2/apis/${await stack.resource('Api')}/stages/$default`;
    const answer = await fetch(`${endpoint}${path}`, { headers: { authorization } });
    return (await answer.json()) as { routeSettings: unknown };
  };

  beforeAll(async () => {
    await stack.deploy({}, await previousRelease());
    tables = await tableNames();
    const secret = await stack.token('--every-app', '--scope', 'hooks', '--scope', 'read');
    const url = await stack.url();
    for (const capture of captures()) {
      const { status } = await post(`${url}/hooks/${capture.app}/${secret}`, capture);
      expect([capture.name, status]).toEqual([capture.name, 200]);
    }
    rows = await kept();
  });

  test('keeps its tables and all their rows when this one is deployed', async () => {
    await stack.deploy();
    expect(await tableNames()).toEqual(tables);
    expect(await kept()).toEqual(rows);
  });

  test('is left alone when nothing changed', async () => {
    const before = await stack.resources();
    expect(await stack.deploy()).toContain('(no changes)');
    expect(await stack.resources()).toEqual(before);
  });

  test('takes other settings in place', async () => {
    const before = await stack.resources();
    await stack.deploy({ memory: 1024, throttleRate: 20, throttleBurst: 40, logDays: 90 });
    expect(await stack.resources()).toEqual(before);
    expect(await kept()).toEqual(rows);
    const FunctionName = await stack.resource('ReceiverFunction');
    const receiver = await new LambdaClient(clientOf(endpoint)).send(
      new GetFunctionConfigurationCommand({ FunctionName }),
    );
    expect(receiver.MemorySize).toBe(1024);
    expect((await stage()).routeSettings).toEqual({
      'POST /hooks/{app}/{token}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      'POST /hooks/{proxy+}': { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
    const { logGroups = [] } = await new CloudWatchLogsClient(clientOf(endpoint)).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: await stack.resource('ReceiverLogs') }),
    );
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).toEqual([90]);
  });

  test('leaves its tables and queues behind when it is destroyed', async () => {
    const queues = await Promise.all(['DeferredQueueUrl', 'DeadLetterQueueUrl'].map((name) => stack.output(name)));
    const said = await stack.destroy();
    for (const queue of queues) expect(said.split('These stay:')[1]).toContain(`\n  queue ${queue}\n`);
    for (const table of tables) {
      expect(said).toMatch(new RegExp(`^ {2}(Stays)? +table ${table}$`, 'm'));
      expect(said.split('These stay:')[1]).toContain(`\n  table ${table}\n`);
    }
    await expect(stack.output('ApiUrl')).rejects.toThrow(/does not exist/);
    for (const TableName of tables) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      expect(Table?.TableStatus).toBe('ACTIVE');
    }
    expect(await kept()).toEqual(rows);
  });
});
