import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { ifStackExists, withCloudFormation } from './cloud-formation.ts';

/** The parts of a CloudFormation template that this project reads. */
export interface Template {
  /** The chosen settings, as text; templates of 0.2.0 have none. */
  readonly Metadata?: { readonly Settings?: Readonly<Record<string, string>> };
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DeletionPolicy?: string;
}

/** The variables of a function that this project reads. */
export interface Variables {
  readonly ALLOW_LIST?: string;
  /** Absent in a release without the index by day. */
  readonly BY_DAY?: string;
  readonly HISTORY_DAYS?: string;
}

/** The properties that this project reads, of all types of resources. */
export interface Properties {
  readonly Endpoint?: string;
  readonly DomainName?: string;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
  readonly Replicas?: readonly { readonly Region: string; readonly DeletionProtectionEnabled?: boolean }[];
  readonly Environment?: { readonly Variables?: Variables };
  readonly ReservedConcurrentExecutions?: number;
  readonly TracingConfig?: { readonly Mode?: string };
}

/** The type of a table in CloudFormation. */
export const TABLE_TYPE = 'AWS::DynamoDB::GlobalTable';

/** Parses a template of CDK's, with its region filled in. */
export const parseTemplate = (json: string, region: string): Template =>
  JSON.parse(json.replaceAll(/\{\s*"Ref":\s*"AWS::Region"\s*\}/g, JSON.stringify(region)));

/** Returns the template of a deployed stack as JSON; undefined when there is no such stack. */
export function findDeployedTemplate(stack: string): Promise<string | undefined> {
  const command = new GetTemplateCommand({ StackName: stack });
  return ifStackExists(async () => (await withCloudFormation((client) => client.send(command))).TemplateBody);
}
