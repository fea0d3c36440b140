import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { settleEnvironment } from '../stack/aws-target.ts';
import { inWords } from '../stack/explain-aws-error.ts';
import { type Outputs, outputsOf } from '../stack/outputs.ts';
import type { Place } from './place.ts';

/** Opens the tables of a deployed stack, with the credentials and the region of the environment, for as long as they are used. */
export async function openDeployed<T>(stack: string, use: (place: Place) => Promise<T>): Promise<T> {
  const outputs = await outputsOfStack(stack);
  const client = new DynamoDBClient({});
  try {
    const tables = { streams: outputs.streamsTable, tokens: outputs.tokensTable };
    return await use({ client, tables, url: outputs.url, name: `the stack ${stack}`, outputs });
  } catch (error) {
    throw inWords(error);
  } finally {
    client.destroy();
  }
}

/** What a deployed stack tells of itself; throws with a line for a person when there is none of this name, or nobody to ask. */
export async function outputsOfStack(stack: string): Promise<Outputs> {
  settleEnvironment();
  const outputs = await outputsOf(stack).catch((error) => {
    throw inWords(error);
  });
  if (outputs !== undefined) return outputs;
  throw new Error(
    `--stack: received "${stack}", expected a stack in this account and region: is AWS_REGION the one it was deployed to?`,
  );
}
