import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Returns the name of the stack's dashboard, with the region: all regions of an account share one list of dashboards. */
export function dashboardNameOf(scope: Construct): string {
  const { stackName, region } = Stack.of(scope);
  return `${stackName}-${region}`;
}
