import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { explainAwsError } from '../stack/aws-errors.ts';
import { applyAwsTarget } from '../stack/aws-target.ts';
import { readOutputs, type StackOutputs } from '../stack/outputs.ts';
import type { ReceiverConnection, TableNames } from './receiver-connection.ts';

/** Connects to the tables of a deployed stack, with the credentials and the region of the environment. */
export async function withDeployedConnection<T>(
  stack: string,
  use: (connection: ReceiverConnection) => Promise<T>,
): Promise<T> {
  const outputs = await requireOutputs(stack);
  const client = new DynamoDBClient({});
  try {
    return await use({ client, tables: tablesOf(outputs), url: outputs.url, name: `the stack ${stack}`, outputs });
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    client.destroy();
  }
}

const tablesOf = (outputs: StackOutputs): TableNames => ({
  streams: outputs.streamsTable,
  tokens: outputs.tokensTable,
  notifications: outputs.find('NotificationsTableName'),
});

/** Returns the outputs of a deployed stack. Throws, with what to do, when there is none or AWS refuses. */
export async function requireOutputs(stack: string): Promise<StackOutputs> {
  applyAwsTarget();
  try {
    return await readOutputs(stack);
  } catch (error) {
    throw explainAwsError(error);
  }
}
