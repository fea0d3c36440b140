import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TokenTable } from '../../local/token-table.ts';
import { lookOf } from '../../terminal/run-command.ts';
import { isForbidden } from '../stack/forbidden.ts';
import type { Outputs } from '../stack/outputs.ts';
import { untilInterrupted } from './abort-on-signal.ts';
import { namedVariables, type Wanted } from './deploy-options.ts';
import { resolves } from './domain.ts';
import { findMissing, makeTokens } from './first-tokens.ts';
import { nextSteps } from './next-steps.ts';
import { rightsOn } from './required-permissions.ts';
import { type Tried, testDeployment } from './test-deployment.ts';

/** Lets somebody into what was deployed, says what to do with it, and tries it. */
export async function greet(
  outputs: Outputs,
  client: DynamoDBClient,
  wanted: Pick<Wanted, 'app' | 'profile' | 'region' | 'test' | 'tokens'>,
): Promise<void> {
  const tokens = new TokenTable(client, outputs.tokensTable);
  const isResolved = await resolves(outputs);
  const missing = await findMissing(tokens, wanted);
  const { signal, forget } = untilInterrupted(); // from the first secret on, nothing ends before it is printed
  try {
    const admitted = await makeTokens(tokens, missing, signal);
    const variables = namedVariables(wanted);
    console.log(nextSteps({ outputs, admitted, isResolved, variables }, lookOf().colours));
    if (typeof admitted.unmade === 'object' && !isForbidden(admitted.unmade.error)) throw admitted.unmade.error;
    if (wanted.test) console.log(`Test hook     ${await tested({ outputs, client, tokens, signal }, isResolved)}`);
  } finally {
    forget();
  }
}

async function tested(tried: Tried, isResolved: boolean): Promise<string> {
  if (!isResolved) return 'not sent: npm run deploy sends it once the name resolves';
  if (process.stdout.isTTY) process.stdout.write('Test hook     …\r');
  try {
    return await testDeployment(tried);
  } catch (error) {
    if (isForbidden(error)) return `not sent: the stack is deployed; to test it takes ${rightsOn(tried.outputs)}`;
    throw error;
  }
}
