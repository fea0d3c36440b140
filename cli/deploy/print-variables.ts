import { withCloudFormation } from '../stack/cloud-formation.ts';
import { explainAwsError } from '../stack/explain-aws-error.ts';
import { findOutputs } from '../stack/outputs.ts';
import type { DeployOptions } from './deploy-options.ts';
import { formatExports } from './shell-variables.ts';

/** Prints the names of what is deployed in a stack, and nothing else: a shell runs it. */
export async function printVariables(stackName: string, options: DeployOptions): Promise<void> {
  try {
    const outputs = await findOutputs(stackName);
    if (outputs === undefined)
      throw new Error(
        `There is no stack ${stackName} in this account and region: is AWS_REGION the one it was deployed to, and stackName the same?`,
      );
    const region = await withCloudFormation((client) => client.config.region());
    console.log(formatExports(outputs, { ...options, region }));
  } catch (error) {
    throw explainAwsError(error);
  }
}
