import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inWords } from '../stack/in-words.ts';
import type { Outputs } from '../stack/outputs.ts';
import { lookOf } from '../terminal/command.ts';
import { TokenTable } from '../token-table.ts';
import { cdkDeploy } from './cdk-deploy.ts';
import { resolves } from './domain.ts';
import { makeMissingTokens } from './first-tokens.ts';
import { nextSteps } from './next-steps.ts';
import { checkBeforehand } from './preflight.ts';
import { testDeployment } from './test-deployment.ts';
import { namedVariables, type Wanted } from './wanted.ts';

/** Deploys, lets somebody in, says what to do with it, and tries it. */
export async function deploy(wanted: Wanted, cdk: readonly string[]): Promise<void> {
  await checkBeforehand(wanted);
  const { code, outputs } = await cdkDeploy(wanted, cdk);
  process.exitCode = code;
  if (code !== 0) return;
  if (outputs === undefined)
    return console.log('\ncdk deployed no stack: no token was made, and no test hook was sent.');
  const client = new DynamoDBClient({});
  try {
    await greet(outputs, client, wanted);
  } catch (error) {
    throw inWords(error);
  } finally {
    client.destroy();
  }
}

async function greet(outputs: Outputs, client: DynamoDBClient, wanted: Wanted): Promise<void> {
  const { colours } = lookOf();
  const tokens = new TokenTable(client, outputs.tokensTable);
  const admitted = await makeMissingTokens(tokens, wanted.app);
  const isResolved = await resolves(outputs);
  console.log(nextSteps({ outputs, admitted, isResolved, variables: namedVariables(wanted) }, colours));
  if (!wanted.test) return;
  if (process.stdout.isTTY) process.stdout.write('Test hook     …\r');
  const went = isResolved
    ? await testDeployment({ outputs, client, tokens })
    : 'not sent: npm run deploy sends it once the name resolves';
  console.log(`Test hook     ${went}`);
}
