import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What work asked of DynamoDB. */
export interface RequestCosts {
  /** What each command cost, in request units, the cheapest first. */
  readonly units: readonly number[];
  /** How often something was asked when nothing was under way: what is asked at once is one round trip. */
  readonly roundTrips: number;
  /** How many of all units were for reading. */
  readonly readUnits: number;
  /** How many writes were refused by their condition: DynamoDB counts them, its local engine does not tell how much. */
  readonly refusedWrites: number;
  /** Of requests and what they were answered, refusals and all heads left out. */
  readonly bytes: number;
}

/** Counts what the work sends with this client. */
export async function measureRequests(client: DynamoDBClient, work: () => Promise<unknown>): Promise<RequestCosts> {
  const units: number[] = [];
  let [readUnits, refusedWrites, bytes, roundTrips, inFlight] = [0, 0, 0, 0, 0];
  const [countUnits, countBytes] = ['meter', 'scale'];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const pending = next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        if (inFlight++ === 0) roundTrips++;
        const result = await pending
          .catch((error: unknown) => {
            if (error instanceof ConditionalCheckFailedException) refusedWrites++;
            throw error;
          })
          .finally(() => inFlight--);
        const consumed = 'ConsumedCapacity' in result.output ? [result.output.ConsumedCapacity ?? []].flat() : [];
        const cost = consumed.map((one) => ('CapacityUnits' in one && one.CapacityUnits) || 0);
        units.push(...cost);
        if (/^(Get|BatchGet|Query)/.test(commandName)) readUnits += sum(cost);
        return result;
      },
    { step: 'initialize', name: countUnits },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      bytes += contentLength(args.request);
      const told = await next(args);
      bytes += contentLength(told.response);
      return told;
    },
    { step: 'deserialize', name: countBytes, priority: 'low' },
  );
  try {
    await work();
  } finally {
    client.middlewareStack.remove(countUnits);
    client.middlewareStack.remove(countBytes);
  }
  return { units: units.sort((a, b) => a - b), roundTrips, readUnits, refusedWrites, bytes };
}

function contentLength(message: unknown): number {
  return Number((message as { headers: Record<string, string> }).headers['content-length']);
}

export const sum = (units: readonly number[]): number => units.reduce((a, b) => a + b, 0);
