import { ConditionalCheckFailedException, type ConsumedCapacity, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The cost of some work in DynamoDB. */
export interface RequestCosts {
  /** The request units of each command, in ascending order. */
  readonly units: readonly number[];
  /** Requests that began when none was in flight: concurrent requests are one round trip. */
  readonly roundTrips: number;
  /** The units that were for reading. */
  readonly readUnits: number;
  /** Writes that were refused by their condition. DynamoDB charges for them; DynamoDB Local does not report how much. */
  readonly refusedWrites: number;
  /** The bytes of all bodies of requests and responses, without refused writes. */
  readonly bytes: number;
}

/** Measures the requests that some work sends with a client. */
export async function measureRequests(client: DynamoDBClient, work: () => Promise<unknown>): Promise<RequestCosts> {
  const meter = new CostMeter();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const request = { ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' as const } };
        const result = await meter.measureRequest(() => next(request));
        meter.addUnits(commandName, result.output);
        return result;
      },
    { step: 'initialize', name: 'units' },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      meter.bytes += contentLength(args.request);
      const result = await next(args);
      meter.bytes += contentLength(result.response);
      return result;
    },
    { step: 'deserialize', name: 'bytes', priority: 'low' },
  );
  try {
    await work();
  } finally {
    client.middlewareStack.remove('units');
    client.middlewareStack.remove('bytes');
  }
  return meter;
}

class CostMeter implements RequestCosts {
  readonly #units: number[] = [];
  #inFlight = 0;
  roundTrips = 0;
  readUnits = 0;
  refusedWrites = 0;
  bytes = 0;

  get units(): number[] {
    return this.#units.toSorted((a, b) => a - b);
  }

  async measureRequest<T>(send: () => Promise<T>): Promise<T> {
    if (this.#inFlight++ === 0) this.roundTrips++;
    try {
      return await send();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) this.refusedWrites++;
      throw error;
    } finally {
      this.#inFlight--;
    }
  }

  addUnits(command: string, output: object): void {
    const consumed = 'ConsumedCapacity' in output ? [output.ConsumedCapacity ?? []].flat() : [];
    const units = consumed.map((one) => Number((one as ConsumedCapacity).CapacityUnits ?? 0)); // the SDK's shape
    this.#units.push(...units);
    if (/^(Get|BatchGet|Query)/.test(command)) this.readUnits += sum(units);
  }
}

function contentLength(message: unknown): number {
  return Number((message as { headers: Record<string, string> }).headers['content-length']);
}

export const sum = (units: readonly number[]): number => units.reduce((a, b) => a + b, 0);
