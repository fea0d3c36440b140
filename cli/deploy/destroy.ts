import { confirm } from '../../terminal/confirm.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { findStack } from '../stack/cloud-formation.ts';
import { explainAwsError } from '../stack/explain-aws-error.ts';
import { runCdk } from './cdk.ts';
import { argsSupportedBy } from './cdk-options.ts';
import { appArgs, awsTargetArgs, type DeployOptions } from './deploy-options.ts';
import { deletedSummary, destroyWarning } from './destroy-messages.ts';
import { findStatefulResources, type StatefulResource } from './stateful-resources.ts';

/** Deletes the stack, once a person has read what that means and agreed. */
export async function destroy(stack: string, options: DeployOptions, cdkArgs: readonly string[]): Promise<void> {
  const isConfirmed = options.force || options.yes;
  if (!isConfirmed && !process.stdin.isTTY)
    throw new Error('--destroy: received no terminal to ask on, expected one, or --yes to go on without a question.');
  const { place, keepers } = await inspectStack(stack);
  console.log(destroyWarning(stack, place, keepers, detectTerminal().colours));
  if (!isConfirmed && !(await confirm('Delete it? Type yes to go on: ')))
    throw new Error(`Nothing was deleted: the stack ${stack} is as it was.`);
  process.exitCode = await runCdk([
    'destroy',
    '--force',
    ...awsTargetArgs(options),
    ...appArgs(options),
    ...argsSupportedBy('destroy', cdkArgs),
  ]);
  if (process.exitCode === 0) console.log(deletedSummary(stack, keepers, awsTargetArgs(options)));
}

async function inspectStack(stack: string): Promise<{ place: string; keepers: StatefulResource[] }> {
  try {
    const found = await findStack(stack);
    if (found === undefined)
      throw new Error(
        `There is no stack ${stack} in this account and region: is AWS_REGION the one it was deployed to, and -c stackName=NAME the same?`,
      );
    const [, , , region, account] = found.StackId?.split(':') ?? [];
    return { place: `account ${account}, ${region}`, keepers: await findStatefulResources(stack) };
  } catch (error) {
    throw explainAwsError(error);
  }
}
