import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { applyAwsTarget } from '../stack/aws-target.ts';
import { explainAwsError } from '../stack/explain-aws-error.ts';
import { findOutputs, type StackOutputs } from '../stack/outputs.ts';
import type { ReceiverConnection } from './receiver-connection.ts';

/** Opens the tables of a deployed stack, with the credentials and the region of the environment, for as long as they are used. */
export async function withDeployedConnection<T>(
  stack: string,
  use: (place: ReceiverConnection) => Promise<T>,
): Promise<T> {
  const outputs = await requireOutputs(stack);
  const client = new DynamoDBClient({});
  try {
    const tables = { streams: outputs.streamsTable, tokens: outputs.tokensTable };
    return await use({ client, tables, url: outputs.url, name: `the stack ${stack}`, outputs });
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    client.destroy();
  }
}

/** What a deployed stack tells of itself; throws with a line for a person when there is none of this name, or nobody to ask. */
export async function requireOutputs(stack: string): Promise<StackOutputs> {
  applyAwsTarget();
  const outputs = await findOutputs(stack).catch((error) => {
    throw explainAwsError(error);
  });
  if (outputs !== undefined) return outputs;
  throw new Error(
    `--stack: received "${stack}", expected a stack in this account and region: is AWS_REGION the one it was deployed to?`,
  );
}
