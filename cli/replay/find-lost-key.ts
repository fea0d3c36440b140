import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readLostKey } from '../../local/data-dir/lost-key.ts';
import type { DeferredLocation } from '../connection/receiver-connection.ts';

/** The key under which the receiver of a place signs what it can keep nowhere; undefined while it has none. */
export async function findLostKey({ outputs, dataDir = '' }: DeferredLocation): Promise<string | undefined> {
  return outputs ? readDeployedKey(outputs.receiverFunction) : readLostKey(dataDir);
}

/** What the function's environment has, as the stack put it there. */
async function readDeployedKey(functionName: string | undefined): Promise<string | undefined> {
  if (functionName === undefined) return undefined;
  const client = new LambdaClient({});
  try {
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
    return Environment?.Variables?.LOST_KEY;
  } finally {
    client.destroy();
  }
}
