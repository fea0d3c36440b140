import { lookup } from 'node:dns/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TokenTable } from '../../local/token-table.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { isAccessDenied } from '../stack/aws-errors.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { awsTargetPrefix, type DeployOptions } from './deploy-options.ts';
import { createFirstTokens, findMissingTokens } from './first-tokens.ts';
import { type DeployedStack, formatNextSteps, requiredPermissions } from './next-steps.ts';
import { type TestDeps, testDeployment } from './test-deployment.ts';

/** Creates the first tokens, prints how to set up Ant Media Server, and sends the test hook. */
export async function printNextSteps(
  outputs: StackOutputs,
  client: DynamoDBClient,
  options: Pick<DeployOptions, 'app' | 'profile' | 'region' | 'test' | 'tokens'> & Pick<DeployedStack, 'executions'>,
): Promise<void> {
  const table = new TokenTable(client, outputs.tokensTable);
  const isResolvable = await isHostnameResolvable(outputs);
  const missing = await findMissingTokens(table, options);
  const { signal, stopListening } = abortOnSignal(); // from the first secret on, nothing ends before it is printed
  try {
    const tokens = await createFirstTokens(table, missing, signal);
    const { executions } = options;
    const deployed = { outputs, tokens, isResolvable, executions, commandPrefix: awsTargetPrefix(options) };
    console.log(formatNextSteps(deployed, detectTerminal().colours));
    if (typeof tokens.skipReason === 'object' && !isAccessDenied(tokens.skipReason.error))
      throw tokens.skipReason.error;
    if (options.test)
      console.log(`Test hook     ${await runTest({ outputs, client, tokens: table, signal }, isResolvable)}`);
  } finally {
    stopListening();
  }
}

/** Returns false while the custom domain has no DNS record; without a custom domain, AWS has made one. */
export async function isHostnameResolvable({
  url,
  domainTarget,
}: Pick<StackOutputs, 'url' | 'domainTarget'>): Promise<boolean> {
  if (domainTarget === undefined) return true;
  return lookup(new URL(url).hostname).then(
    () => true,
    () => false,
  );
}

async function runTest(deps: TestDeps, isResolvable: boolean): Promise<string> {
  if (!isResolvable) return 'not sent: npm run deploy sends it once the name resolves';
  if (process.stdout.isTTY) process.stdout.write('Test hook     …\r');
  try {
    return await testDeployment(deps);
  } catch (error) {
    if (isAccessDenied(error))
      return `not sent: the stack is deployed; testing it needs ${requiredPermissions(deps.outputs)}.`;
    throw error;
  }
}

/** Turns SIGINT and SIGTERM into an abort, so that cleanup still runs. A signal may come twice: npm forwards it too. */
function abortOnSignal(): { signal: AbortSignal; stopListening: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('Interrupted: the stack is deployed, but not tested.'));
  process.on('SIGINT', abort).on('SIGTERM', abort);
  return { signal: controller.signal, stopListening: () => process.off('SIGINT', abort).off('SIGTERM', abort) };
}
