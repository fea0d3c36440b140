import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { confirm } from '../../terminal/confirm.ts';
import { readDeployedVariables } from '../backfill/read-index-settings.ts';
import { explainAwsError, isAccessDenied } from '../stack/aws-errors.ts';
import { readOutputs, type StackOutputs } from '../stack/outputs.ts';
import { readExecutions } from './account-executions.ts';
import { type Assembly, synthesise } from './assembly.ts';
import { runCdk } from './cdk.ts';
import { runCdkDeploy } from './cdk-deploy.ts';
import { argsSupportedBy, onlyPreparesChangeSet } from './cdk-options.ts';
import { awsTargetArgs, type DeployOptions } from './deploy-options.ts';
import { type DeploymentPlan, describePlan, planDeployment } from './deployment-plan.ts';
import { assertNoForeignRules, removeTemporaryRules } from './event-bus.ts';
import { noteCoverage } from './note-coverage.ts';
import { runPreflightChecks } from './preflight.ts';
import { printNextSteps } from './print-next-steps.ts';
import { EVENT_BUS_FEATURE } from './removals.ts';

/** In ms. Short, so that Ctrl-C need not wait long for a hanging request: secrets that were created are printed first. */
const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Deploys the stack, then prints the next steps; with --dry-run only shows what would change. */
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
  if (options.dryRun) process.exitCode = await runCdkDiff(assembly, options, cdkArgs);
  else await deployPlan(assembly, plan, options, cdkArgs);
}

/** Compares templates only: cdk's other method creates a change set in the account. */
function runCdkDiff({ folder }: Assembly, options: DeployOptions, cdkArgs: readonly string[]): Promise<number> {
  const args = ['--app', folder, '--method', 'template', ...awsTargetArgs(options)];
  return runCdk(['diff', ...args, ...(options.fail ? ['--fail'] : []), ...argsSupportedBy('diff', cdkArgs)]);
}

async function deployPlan(
  assembly: Assembly,
  { removals, steps }: DeploymentPlan,
  options: DeployOptions,
  cdkArgs: readonly string[],
): Promise<void> {
  const bus = removals.includes(EVENT_BUS_FEATURE) ? (await readOutputs(assembly.stack)).eventBus : undefined;
  if (bus !== undefined) await assertNoForeignRules(bus, awsTargetArgs(options));
  if (removals.length > 0 && !(await confirmRemovals(options)))
    throw new Error(`Nothing was deployed: the stack ${assembly.stack} is unchanged.`);
  if (bus !== undefined) await removeTemporaryRules(bus);
  const { code, outputs } = await runCdkDeploy({ assembly, steps }, options, cdkArgs);
  process.exitCode = code;
  if (code !== 0) return;
  if (!onlyPreparesChangeSet(cdkArgs)) return finishDeployment(outputs, options);
  console.log(
    `\ncdk created a change set for the stack ${assembly.stack}, and deployed nothing: once it is executed, npm run deploy creates the first tokens and sends a test hook.`,
  );
}

/** Asks only on a terminal: a run of CI goes on. */
async function confirmRemovals({ yes }: DeployOptions): Promise<boolean> {
  return yes || !process.stdin.isTTY || confirm('Deploy it? Type yes to continue: ');
}

async function finishDeployment(outputs: StackOutputs | undefined, options: DeployOptions): Promise<void> {
  if (outputs === undefined)
    return console.log('\ncdk deployed no stack: no token was created, and no test hook was sent.');
  const client = new DynamoDBClient({ requestHandler });
  const lambda = new LambdaClient({ requestHandler, maxAttempts: 2 });
  try {
    await noteCoverage(client, outputs.streamsTable, () => readDeployedVariables(outputs.stack)).catch((error) => {
      if (!isAccessDenied(error)) throw error; // a sweep notes it too
    });
    await printNextSteps(outputs, client, { ...options, executions: await readExecutions(lambda) });
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    client.destroy();
    lambda.destroy();
  }
}
