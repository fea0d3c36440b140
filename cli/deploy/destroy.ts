import { confirm } from '../../terminal/confirm.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import { requireStack } from '../stack/cloud-formation.ts';
import { runCdk } from './cdk.ts';
import { argsSupportedBy } from './cdk-options.ts';
import { appArgs, awsTargetArgs, type DeployOptions } from './deploy-options.ts';
import { deletedSummary, destroyWarning } from './destroy-messages.ts';
import { findStatefulResources, type StatefulResource } from './stateful-resources.ts';

/** Deletes the stack, after a warning and a confirmation. */
export async function destroy(stack: string, options: DeployOptions, cdkArgs: readonly string[]): Promise<void> {
  const isConfirmed = options.force || options.yes;
  if (!isConfirmed && !process.stdin.isTTY)
    throw new Error('--destroy: received no terminal to ask on, expected one, or --yes to skip the question.');
  const { location, resources } = await inspectStack(stack);
  console.log(destroyWarning(stack, location, resources, detectTerminal().colours));
  if (!isConfirmed && !(await confirm('Delete it? Type yes to continue: ')))
    throw new Error(`Nothing was deleted: the stack ${stack} is unchanged.`);
  const args = [...awsTargetArgs(options), ...appArgs(options), ...argsSupportedBy('destroy', cdkArgs)];
  process.exitCode = await runCdk(['destroy', '--force', ...args]);
  if (process.exitCode === 0) console.log(deletedSummary(stack, resources, awsTargetArgs(options)));
}

async function inspectStack(stack: string): Promise<{ location: string; resources: StatefulResource[] }> {
  try {
    const { StackId = '' } = await requireStack(stack);
    const [, , , region, account] = StackId.split(':'); // an ARN
    return { location: `account ${account}, ${region}`, resources: await findStatefulResources(stack) };
  } catch (error) {
    throw explainAwsError(error);
  }
}
