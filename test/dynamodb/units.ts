import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What each command costs that the work sends with this client, in request units, the cheapest first. */
export async function unitsOf(client: DynamoDBClient, work: () => Promise<unknown>): Promise<number[]> {
  const units: number[] = [];
  const meter = 'meter';
  client.middlewareStack.add(
    (next) => async (args) => {
      const told = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const consumed = 'ConsumedCapacity' in told.output ? [told.output.ConsumedCapacity ?? []].flat() : [];
      units.push(...consumed.map((one) => ('CapacityUnits' in one && one.CapacityUnits) || 0));
      return told;
    },
    { step: 'initialize', name: meter },
  );
  await work().finally(() => client.middlewareStack.remove(meter));
  return units.sort((a, b) => a - b);
}

export const sum = (units: readonly number[]): number => units.reduce((a, b) => a + b, 0);
