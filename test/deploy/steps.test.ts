import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { TABLE_TYPE, type Template } from '../../cli/stack/template.ts';
import { clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('a change of tables that AWS accepts only in steps', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Steps');
  const cloudFormation = new CloudFormationClient(clientConfig(endpoint));
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  let TableName: string;

  /** Counts the replicas of each table in the deployed template. */
  async function countReplicas(): Promise<(number | undefined)[]> {
    const { TemplateBody = '{}' } = await cloudFormation.send(new GetTemplateCommand({ StackName: stack.name }));
    const template: Template = JSON.parse(TemplateBody);
    const tables = Object.values(template.Resources ?? {}).filter(({ Type }) => Type === TABLE_TYPE);
    return tables.map(({ Properties }) => Properties?.Replicas?.length);
  }

  beforeAll(async () => {
    await stack.deploy();
    TableName = await stack.readOutput('StreamsTableName');
    const Item = { pk: { S: 'a' }, sk: { S: 'row' } };
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
  });

  test('is deployed in as many steps, without a loss', async () => {
    const output = await stack.npmRunDeploy('-c', 'replicaRegions=us-east-2', '--no-test');
    expect(output).toContain('\nThis takes 2 deployments, one after the other: ');
    expect(output).toMatch(/^Deployment 1 of 2$.*^Webhook URL/ms);
    expect([countUpdates(output), await countReplicas()]).toEqual([2, [2, 2, 1]]); // what waits for recipients stays in its region
  });

  test('is reverted in as many steps', async () => {
    const output = await stack.npmRunDeploy('--no-test');
    expect(output).toContain('\n  the replica in us-east-2 of the table Tokens\n');
    expect([countUpdates(output), await countReplicas()]).toEqual([2, [1, 1, 1]]);
    expect(await stack.readOutput('StreamsTableName')).toBe(TableName);
    const { Items } = await dynamodb.send(new ScanCommand({ TableName }));
    expect(Items).toContainEqual({ pk: { S: 'a' }, sk: { S: 'row' } }); // a sweep may have added its own
  });
});

/** Counts the changes that cdk reports; it reports one also for an unchanged template. */
const countUpdates = (output: string): number => output.match(/✅ {2}Steps$/gm)?.length ?? 0;
