import { DescribeStackResourcesCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { withCloudFormation } from '../stack/cloud-formation.ts';

/** What of a stack is worth a person's fear of losing it, by its type in CloudFormation. */
const kindsByType: Record<string, string> = {
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::DynamoDB::Table': 'table',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::SQS::Queue': 'queue',
};

/** A table, a queue or a log group. */
export interface StatefulResource {
  readonly kind: string;
  readonly name: string;
  /** Whether it stays when the stack is deleted. */
  readonly stays: boolean;
}

/** The tables, queues and log groups of a deployed stack, in this order, as the template that is deployed disposes of them. */
export async function findStatefulResources(stack: string): Promise<StatefulResource[]> {
  const [{ StackResources = [] }, { TemplateBody = '{}' }] = await withCloudFormation((client) =>
    Promise.all([
      client.send(new DescribeStackResourcesCommand({ StackName: stack })),
      client.send(new GetTemplateCommand({ StackName: stack })),
    ]),
  );
  const template: { Resources?: Record<string, { DeletionPolicy?: string }> } = JSON.parse(TemplateBody); // cdk's own
  const resources = StackResources.flatMap(
    ({ ResourceType = '', PhysicalResourceId: name, LogicalResourceId = '' }) => {
      const kind = kindsByType[ResourceType];
      const policy = template.Resources?.[LogicalResourceId]?.DeletionPolicy ?? 'Delete';
      return kind === undefined || name === undefined ? [] : [{ kind, name, stays: policy.startsWith('Retain') }];
    },
  );
  return resources.sort((a, b) => b.kind.localeCompare(a.kind) || a.name.localeCompare(b.name));
}
