import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inWords } from '../stack/in-words.ts';
import { cdkDeploy } from './cdk-deploy.ts';
import { greet } from './greet.ts';
import { checkBeforehand } from './preflight.ts';
import type { Wanted } from './wanted.ts';

/** A request that hangs must not keep Ctrl-C waiting: secrets that were made are printed first. In ms. */
const requestHandler = { requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Deploys, lets somebody in, says what to do with it, and tries it. */
export async function deploy(wanted: Wanted, cdk: readonly string[]): Promise<void> {
  await checkBeforehand(wanted);
  const { code, outputs } = await cdkDeploy(wanted, cdk);
  process.exitCode = code;
  if (code !== 0) return;
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
