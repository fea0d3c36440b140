import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TokenTable } from '../../local/token-table.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { isAccessDenied } from '../stack/access-denied.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { abortOnSignal } from './abort-on-signal.ts';
import { awsTargetVariables, type DeployOptions } from './deploy-options.ts';
import { isResolvable } from './domain.ts';
import { createFirstTokens, findMissingTokens } from './first-tokens.ts';
import { formatNextSteps } from './next-steps.ts';
import { requiredPermissions } from './required-permissions.ts';
import { type TestDeps, testDeployment } from './test-deployment.ts';

/** Lets somebody into what was deployed, says what to do with it, and tries it. */
export async function printNextSteps(
  outputs: StackOutputs,
  client: DynamoDBClient,
  options: Pick<DeployOptions, 'app' | 'profile' | 'region' | 'test' | 'tokens'>,
): Promise<void> {
  const tokens = new TokenTable(client, outputs.tokensTable);
  const isResolved = await isResolvable(outputs);
  const missing = await findMissingTokens(tokens, options);
  const { signal, forget } = abortOnSignal(); // from the first secret on, nothing ends before it is printed
  try {
    const admitted = await createFirstTokens(tokens, missing, signal);
    const variables = awsTargetVariables(options);
    console.log(formatNextSteps({ outputs, admitted, isResolved, variables }, detectTerminal().colours));
    if (typeof admitted.unmade === 'object' && !isAccessDenied(admitted.unmade.error)) throw admitted.unmade.error;
    if (options.test) console.log(`Test hook     ${await runTest({ outputs, client, tokens, signal }, isResolved)}`);
  } finally {
    forget();
  }
}

async function runTest(deps: TestDeps, isResolved: boolean): Promise<string> {
  if (!isResolved) return 'not sent: npm run deploy sends it once the name resolves';
  if (process.stdout.isTTY) process.stdout.write('Test hook     …\r');
  try {
    return await testDeployment(deps);
  } catch (error) {
    if (isAccessDenied(error))
      return `not sent: the stack is deployed; to test it takes ${requiredPermissions(deps.outputs)}`;
    throw error;
  }
}
