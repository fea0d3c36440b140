import { confirm } from '../../terminal/confirm.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import { requireStack } from '../stack/cloud-formation.ts';
import { runCdk } from './cdk.ts';
import { argsSupportedBy } from './cdk-options.ts';
import { appArgs, awsTargetArgs, type DeployOptions } from './deploy-options.ts';
import { deletedSummary, destroyWarning } from './destroy-messages.ts';
import { assertNoForeignRules, removeTemporaryRules } from './event-bus.ts';
import { findStatefulResources, type StatefulResource } from './stateful-resources.ts';

/** Deletes the stack, after a warning and a confirmation. */
export async function destroy(stack: string, options: DeployOptions, cdkArgs: readonly string[]): Promise<void> {
  const isConfirmed = options.force || options.yes;
  if (!isConfirmed && !process.stdin.isTTY)
    throw new Error('--destroy: received no terminal to ask on, expected one, or --yes to skip the question.');
  const { location, resources, bus } = await inspectStack(stack);
  if (bus !== undefined) await assertNoForeignRules(bus, awsTargetArgs(options));
  console.log(destroyWarning(stack, location, resources, detectTerminal().colours));
  if (!isConfirmed && !(await confirm('Delete it? Type yes to continue: ')))
    throw new Error(`Nothing was deleted: the stack ${stack} is unchanged.`);
  if (bus !== undefined) await removeTemporaryRules(bus);
  const args = [...awsTargetArgs(options), ...appArgs(options), ...argsSupportedBy('destroy', cdkArgs)];
  process.exitCode = await runCdk(['destroy', '--force', ...args]);
  if (process.exitCode === 0) console.log(deletedSummary(stack, resources, awsTargetArgs(options)));
}

interface Inspection {
  readonly location: string;
  readonly resources: StatefulResource[];
  /** The name of the event bus, when there is one. */
  readonly bus: string | undefined;
}

async function inspectStack(stack: string): Promise<Inspection> {
  try {
    const { StackId = '', Outputs = [] } = await requireStack(stack);
    const bus = Outputs.find(({ OutputKey }) => OutputKey === 'EventBusName')?.OutputValue;
    const [, , , region, account] = StackId.split(':'); // an ARN
    return { location: `account ${account}, ${region}`, resources: await findStatefulResources(stack), bus };
  } catch (error) {
    throw explainAwsError(error);
  }
}
