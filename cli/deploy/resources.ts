import { DescribeStackResourcesCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { askCloudFormation } from '../stack/cloud-formation.ts';

/** What of a stack is worth a person's fear of losing it, by its type in CloudFormation. */
const kinds: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::DynamoDB::Table': 'table',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::SQS::Queue': 'queue',
};

/** A table, a queue or a log group. */
export interface Keeper {
  readonly kind: string;
  readonly name: string;
  /** Whether it stays when the stack is deleted. */
  readonly stays: boolean;
}

/** The tables, queues and log groups of a deployed stack, in this order, as the template that is deployed disposes of them. */
export async function keepersOf(stack: string): Promise<Keeper[]> {
  const [{ StackResources = [] }, { TemplateBody = '{}' }] = await askCloudFormation((client) =>
    Promise.all([
      client.send(new DescribeStackResourcesCommand({ StackName: stack })),
      client.send(new GetTemplateCommand({ StackName: stack })),
    ]),
  );
  const template: { Resources?: Record<string, { DeletionPolicy?: string }> } = JSON.parse(TemplateBody); // cdk's own
  const keepers = StackResources.flatMap(({ ResourceType = '', PhysicalResourceId: name, LogicalResourceId = '' }) => {
    const kind = kinds[ResourceType];
    const policy = template.Resources?.[LogicalResourceId]?.DeletionPolicy ?? 'Delete';
    return kind === undefined || name === undefined ? [] : [{ kind, name, stays: policy.startsWith('Retain') }];
  });
  return keepers.sort((a, b) => b.kind.localeCompare(a.kind) || a.name.localeCompare(b.name));
}
