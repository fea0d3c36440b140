import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { recordCommands } from './record-commands.ts';

const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 400, requestTimeout: 500, throwOnRequestTimeout: true },
});

/** What a receiver could not do without: the commands of each hook are sent, those of one at once, and nothing else is done. */
export async function prepare(hooks: readonly APIGatewayProxyEventV2[]): Promise<(() => Promise<unknown>)[]> {
  const all = await recordCommands(hooks);
  return all.map(
    ({ commands }) =>
      () =>
        Promise.all(commands.map((command) => client.send(command()))),
  );
}
