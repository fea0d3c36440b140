import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { TABLE_TYPE, type Template } from '../../cli/stack/template.ts';
import { clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('a change of tables that AWS takes in parts alone', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Steps');
  const cloudFormation = new CloudFormationClient(clientConfig(endpoint));
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  let TableName: string;

  /** In how many regions each table of the deployed template has a replica. */
  async function replicas(): Promise<(number | undefined)[]> {
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

  test('is deployed in as many, without a loss', async () => {
    const said = await stack.npmRunDeploy('-c', 'replicaRegions=us-east-2', '--no-test');
    expect(said).toContain('\nThis takes 2 deployments, one after the other: ');
    expect(said).toMatch(/^Deployment 1 of 2$.*^Webhook URL/ms);
    expect([countUpdates(said), await replicas()]).toEqual([2, [2, 2]]);
  });

  test('and taken back in as many', async () => {
    const said = await stack.npmRunDeploy('--no-test');
    expect(said).toContain('\n  the replica in us-east-2 of the table Tokens\n');
    expect([countUpdates(said), await replicas()]).toEqual([2, [1, 1]]);
    expect(await stack.readOutput('StreamsTableName')).toBe(TableName);
    const { Items } = await dynamodb.send(new ScanCommand({ TableName }));
    expect(Items).toMatchObject([{ pk: { S: 'a' } }]);
  });
});

/** How often cdk says that it has changed something: it says so when a template is the one that is there. */
const countUpdates = (output: string): number => output.match(/✅ {2}Steps$/gm)?.length ?? 0;
