import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { confirm } from '../../terminal/confirm.ts';
import { explainAwsError } from '../stack/explain-aws-error.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { type Assembly, synthesise } from './assembly.ts';
import { runCdk } from './cdk.ts';
import { runCdkDeploy } from './cdk-deploy.ts';
import { argsSupportedBy, onlyPreparesChangeSet } from './cdk-options.ts';
import { awsTargetArgs, type DeployOptions } from './deploy-options.ts';
import { describePlan, planDeployment } from './deployment-plan.ts';
import { runPreflightChecks } from './preflight.ts';
import { printNextSteps } from './print-next-steps.ts';

/** A request that hangs must not keep Ctrl-C waiting: secrets that were made are printed first. In ms. */
const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Deploys, lets somebody in, says what to do with it, and tries it; with --dry-run it shows what that would change. */
export async function runDeploy(options: DeployOptions, cdkArgs: readonly string[]): Promise<void> {
  await runPreflightChecks(options);
  const assembly = await synthesise(options, cdkArgs);
  if (typeof assembly === 'number') {
    process.exitCode = assembly;
    return;
  }
  const plan = await planDeployment(assembly);
  const planText = describePlan(assembly.stack, plan);
  if (planText !== undefined) console.log(planText);
  if (options.dryRun) {
    process.exitCode = await runCdkDiff(assembly, options, cdkArgs);
    return;
  }
  if (plan.removals.length > 0 && !(await confirmRemovals(options)))
    throw new Error(`Nothing was deployed: the stack ${assembly.stack} is as it was.`);
  const { code, outputs } = await runCdkDeploy({ assembly, steps: plan.steps }, options, cdkArgs);
  process.exitCode = code;
  if (code !== 0) return;
  if (!onlyPreparesChangeSet(cdkArgs)) return finishDeployment(outputs, options);
  console.log(
    `\ncdk made a change set of the stack ${assembly.stack}, and deployed nothing: once it is executed, npm run deploy makes the first tokens and sends a test hook.`,
  );
}

/** By templates alone: what else cdk diff would look at is a change set, which it puts into the account. */
function runCdkDiff({ folder }: Assembly, options: DeployOptions, cdkArgs: readonly string[]): Promise<number> {
  const args = [
    '--app',
    folder,
    '--method',
    'template',
    ...awsTargetArgs(options),
    ...(options.fail ? ['--fail'] : []),
  ];
  return runCdk(['diff', ...args, ...argsSupportedBy('diff', cdkArgs)]);
}

/** A run of CI has nobody to ask, and goes on. */
async function confirmRemovals({ yes }: DeployOptions): Promise<boolean> {
  return yes || !process.stdin.isTTY || confirm('Deploy it? Type yes to go on: ');
}

async function finishDeployment(outputs: StackOutputs | undefined, options: DeployOptions): Promise<void> {
  if (outputs === undefined)
    return console.log('\ncdk deployed no stack: no token was made, and no test hook was sent.');
  const client = new DynamoDBClient({ requestHandler });
  try {
    await printNextSteps(outputs, client, options);
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    client.destroy();
  }
}
