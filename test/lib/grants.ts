import type { Template } from 'aws-cdk-lib/assertions';
import { constructNameOf, resourcesOf } from './logical-ids.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** Returns a function's permissions as "action on resource", from its role's inline and attached policies. */
export function grantsOf(template: Template, construct: string): string[] {
  const role = resourcesOf(template, 'AWS::IAM::Role')[`${construct}Role`]?.Properties;
  const attached = Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
    .map(({ Properties }) => Properties)
    .filter(({ Roles }) => JSON.stringify(Roles).includes(`{"Ref":"${construct}Role`));
  const statements: Statement[] = [...(role.Policies ?? []), ...attached].flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  return statements.flatMap(grantsIn).sort();
}

/** Appends anything unusual in a statement: a Deny, a condition, a NotAction. */
function grantsIn({ Effect, Action, Resource, ...rest }: Statement): string[] {
  const unusual = `${Effect === 'Allow' ? '' : ` ${Effect}`}${Object.keys(rest).length === 0 ? '' : JSON.stringify(rest)}`;
  const resources = Array.isArray(Resource) ? Resource : [Resource];
  return [Action].flat().flatMap((action) => resources.map((resource) => `${action} on ${arnOf(resource)}${unusual}`));
}

/** Returns an ARN of a template with construct names in place of references. */
function arnOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value);
  if (intrinsic === 'Fn::GetAtt' && Array.isArray(argument)) return constructNameOf(String(argument[0]));
  if (intrinsic === 'Fn::Join' && Array.isArray(argument)) return [argument[1]].flat().map(arnOf).join('');
  return JSON.stringify(value);
}
