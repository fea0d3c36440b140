import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { keptLostKey } from '../../local/lost-key.ts';
import type { WaitingPlace } from '../place/place.ts';

/** The key under which the receiver of a place signs what it can keep nowhere; undefined while it has none. */
export async function lostKeyOf({ outputs, dataDir = '' }: WaitingPlace): Promise<string | undefined> {
  return outputs ? deployedKey(outputs.receiverFunction) : keptLostKey(dataDir);
}

/** What the function's environment has, as the stack put it there. */
async function deployedKey(functionName: string | undefined): Promise<string | undefined> {
  if (functionName === undefined) return undefined;
  const client = new LambdaClient({});
  try {
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
    return Environment?.Variables?.LOST_KEY;
  } finally {
    client.destroy();
  }
}
