import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readLostKey } from '../../local/data-dir/lost-key.ts';
import type { DeferredLocation } from '../connection/receiver-connection.ts';

/** Returns the key with which a receiver signs the events that it can store only in its log; undefined when it has none. */
export async function findLostKey({ outputs, dataDir = '' }: DeferredLocation): Promise<string | undefined> {
  return outputs ? readDeployedKey(outputs.receiverFunction) : readLostKey(dataDir);
}

/** Reads the key from the environment of the deployed function, where the stack put it. */
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
