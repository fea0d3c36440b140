import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { confirm } from '../../terminal/confirm.ts';
import { inWords } from '../stack/explain-aws-error.ts';
import type { Outputs } from '../stack/outputs.ts';
import { type Assembly, synthesise } from './assembly.ts';
import { runCdk } from './cdk.ts';
import { cdkDeploy } from './cdk-deploy.ts';
import { onlyPrepares, optionsFor } from './cdk-options.ts';
import { namedOptions, type Wanted } from './deploy-options.ts';
import { planOf, planWords } from './deployment-plan.ts';
import { checkBeforehand } from './preflight.ts';
import { greet } from './print-next-steps.ts';

/** A request that hangs must not keep Ctrl-C waiting: secrets that were made are printed first. In ms. */
const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Deploys, lets somebody in, says what to do with it, and tries it; with --dry-run it shows what that would change. */
export async function deploy(wanted: Wanted, cdk: readonly string[]): Promise<void> {
  await checkBeforehand(wanted);
  const assembly = await synthesise(wanted, cdk);
  if (typeof assembly === 'number') {
    process.exitCode = assembly;
    return;
  }
  const plan = await planOf(assembly);
  const words = planWords(assembly.stack, plan);
  if (words !== undefined) console.log(words);
  if (wanted.dryRun) {
    process.exitCode = await cdkDiff(assembly, wanted, cdk);
    return;
  }
  if (plan.takenAway.length > 0 && !(await mayGoOn(wanted)))
    throw new Error(`Nothing was deployed: the stack ${assembly.stack} is as it was.`);
  const { code, outputs } = await cdkDeploy({ assembly, steps: plan.steps }, wanted, cdk);
  process.exitCode = code;
  if (code !== 0) return;
  if (!onlyPrepares(cdk)) return welcome(outputs, wanted);
  console.log(
    `\ncdk made a change set of the stack ${assembly.stack}, and deployed nothing: once it is executed, npm run deploy makes the first tokens and sends a test hook.`,
  );
}

/** By templates alone: what else cdk diff would look at is a change set, which it puts into the account. */
function cdkDiff({ folder }: Assembly, wanted: Wanted, cdk: readonly string[]): Promise<number> {
  const options = [
    '--app',
    folder,
    '--method',
    'template',
    ...namedOptions(wanted),
    ...(wanted.fail ? ['--fail'] : []),
  ];
  return runCdk(['diff', ...options, ...optionsFor('diff', cdk)]);
}

/** A run of CI has nobody to ask, and goes on. */
async function mayGoOn({ yes }: Wanted): Promise<boolean> {
  return yes || !process.stdin.isTTY || confirm('Deploy it? Type yes to go on: ');
}

async function welcome(outputs: Outputs | undefined, wanted: Wanted): Promise<void> {
  if (outputs === undefined)
    return console.log('\ncdk deployed no stack: no token was made, and no test hook was sent.');
  const client = new DynamoDBClient({ requestHandler });
  try {
    await greet(outputs, client, wanted);
  } catch (error) {
    throw inWords(error);
  } finally {
    client.destroy();
  }
}
