import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { withCloudFormation } from './cloud-formation.ts';

/** What is looked at of a CloudFormation template. */
export interface Template {
  /** The settings that were chosen, as they would be typed; 0.2.0 did not tell them. */
  readonly Metadata?: { readonly Settings?: Readonly<Record<string, string>> };
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DeletionPolicy?: string;
}

/** What is looked at of the properties of resources: each type has some of them. */
export interface Properties {
  readonly Endpoint?: string;
  readonly DomainName?: string;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
  readonly Replicas?: readonly { readonly Region: string; readonly DeletionProtectionEnabled?: boolean }[];
  readonly Environment?: { readonly Variables?: { readonly ALLOW_LIST?: string } };
  readonly ReservedConcurrentExecutions?: number;
  readonly TracingConfig?: { readonly Mode?: string };
}

/** The type of a table in CloudFormation. */
export const TABLE_TYPE = 'AWS::DynamoDB::GlobalTable';

/** A template of CDK's, as it is in this region. */
export const parseTemplate = (json: string, region: string): Template =>
  JSON.parse(json.replaceAll(/\{\s*"Ref":\s*"AWS::Region"\s*\}/g, JSON.stringify(region)));

/** The template of which a stack of this account and region was made, as JSON; undefined when there is no such stack. */
export async function findDeployedTemplate(stack: string): Promise<string | undefined> {
  const command = new GetTemplateCommand({ StackName: stack });
  try {
    return (await withCloudFormation((client) => client.send(command))).TemplateBody;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}
