import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What work asked of DynamoDB. */
export interface Counted {
  /** What each command cost, in request units, the cheapest first. */
  readonly units: readonly number[];
  /** How often something was asked when nothing was under way: what is asked at once is one round trip. */
  readonly roundTrips: number;
  /** How many of all units were for reading. */
  readonly read: number;
  /** How many writes were refused by their condition: DynamoDB counts them, its local engine does not tell how much. */
  readonly refused: number;
  /** Of requests and what they were answered, refusals and all heads left out. */
  readonly bytes: number;
}

/** Counts what the work sends with this client. */
export async function counted(client: DynamoDBClient, work: () => Promise<unknown>): Promise<Counted> {
  const units: number[] = [];
  let [read, refused, bytes, roundTrips, underWay] = [0, 0, 0, 0, 0];
  const [meter, scale] = ['meter', 'scale'];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const asked = next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        if (underWay++ === 0) roundTrips++;
        const told = await asked
          .catch((error: unknown) => {
            if (error instanceof ConditionalCheckFailedException) refused++;
            throw error;
          })
          .finally(() => underWay--);
        const consumed = 'ConsumedCapacity' in told.output ? [told.output.ConsumedCapacity ?? []].flat() : [];
        const cost = consumed.map((one) => ('CapacityUnits' in one && one.CapacityUnits) || 0);
        units.push(...cost);
        if (/^(Get|BatchGet|Query)/.test(commandName)) read += sum(cost);
        return told;
      },
    { step: 'initialize', name: meter },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      bytes += lengthOf(args.request);
      const told = await next(args);
      bytes += lengthOf(told.response);
      return told;
    },
    { step: 'deserialize', name: scale, priority: 'low' },
  );
  try {
    await work();
  } finally {
    client.middlewareStack.remove(meter);
    client.middlewareStack.remove(scale);
  }
  return { units: units.sort((a, b) => a - b), roundTrips, read, refused, bytes };
}

function lengthOf(message: unknown): number {
  return Number((message as { headers: Record<string, string> }).headers['content-length']);
}

export const sum = (units: readonly number[]): number => units.reduce((a, b) => a + b, 0);
