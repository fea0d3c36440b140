import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { recordCommands } from './record-commands.ts';

const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 400, requestTimeout: 500, throwOnRequestTimeout: true },
});

/** Prepares the lower bound of a receiver: for each hook a function that only sends its commands, concurrently. */
export async function prepare(hooks: readonly APIGatewayProxyEventV2[]): Promise<(() => Promise<unknown>)[]> {
  const recorded = await recordCommands(hooks);
  return recorded.map(
    ({ commands }) =>
      () =>
        Promise.all(commands.map((command) => client.send(command()))),
  );
}
