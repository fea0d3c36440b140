import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';

/** Makes the SDK resolve the credentials again for each command. */
const ALREADY_EXPIRED = new Date(0);

/** Options of a client, under the SDK's names. */
export interface LocalClientOptions {
  /** 1 for what must not be sent twice. @default that of the SDK */
  readonly maxAttempts?: number;
}

/** Creates a client of a DynamoDB that may move: each request calls `endpoint`, and fails with what it throws. */
export function createClient(endpoint: () => URL, options: LocalClientOptions = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    ...options,
    endpoint: async () => ({ url: new URL(endpoint().origin) }),
    region: 'local',
    credentials: async () => ({
      accessKeyId: endpoint().username || 'local',
      secretAccessKey: 'local',
      expiration: ALREADY_EXPIRED,
    }),
  });
  // The SDK resolves the endpoint once per command: a retry must not go to a port that another process may have taken.
  client.middlewareStack.add(
    (next) => async (args) => {
      const { port } = endpoint();
      if (HttpRequest.isInstance(args.request) && String(args.request.port) === port) return next(args);
      throw new Error(`The DynamoDB of this machine has moved to port ${port}.`);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}
