import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { withCloudFormation } from '../stack/cloud-formation.ts';
import { findDeployedTemplate, type Template } from '../stack/template.ts';

/** The types of CloudFormation resources that hold data. */
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
  /** Whether it remains when the stack is deleted, by the deployed template. */
  readonly isRetained: boolean;
}

/** Returns the tables, queues and log groups of a deployed stack, in this order. */
export async function findStatefulResources(stack: string): Promise<StatefulResource[]> {
  const describe = new DescribeStackResourcesCommand({ StackName: stack });
  const [{ StackResources = [] }, json = '{}'] = await Promise.all([
    withCloudFormation((client) => client.send(describe)),
    findDeployedTemplate(stack),
  ]);
  const template: Template = JSON.parse(json); // CDK wrote it
  const resources = StackResources.flatMap(
    ({ ResourceType = '', PhysicalResourceId: name, LogicalResourceId = '' }) => {
      const kind = kindsByType[ResourceType];
      const policy = template.Resources?.[LogicalResourceId]?.DeletionPolicy ?? 'Delete';
      return kind === undefined || name === undefined ? [] : [{ kind, name, isRetained: policy.startsWith('Retain') }];
    },
  );
  return resources.sort((a, b) => b.kind.localeCompare(a.kind) || a.name.localeCompare(b.name));
}
