import { askCloudFormation } from '../stack/cloud-formation.ts';
import { inWords } from '../stack/explain-aws-error.ts';
import { outputsOf } from '../stack/outputs.ts';
import type { Wanted } from './deploy-options.ts';
import { shellVariables } from './shell-variables.ts';

/** Prints the names of what is deployed in a stack, and nothing else: a shell runs it. */
export async function printVariables(stackName: string, wanted: Wanted): Promise<void> {
  try {
    const outputs = await outputsOf(stackName);
    if (outputs === undefined)
      throw new Error(
        `There is no stack ${stackName} in this account and region: is AWS_REGION the one it was deployed to, and stackName the same?`,
      );
    const region = await askCloudFormation((client) => client.config.region());
    console.log(shellVariables(outputs, { ...wanted, region }));
  } catch (error) {
    throw inWords(error);
  }
}
