import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';

/** An expiration with which the SDK asks for the key again at each command. */
const ALREADY_EXPIRED = new Date(0);

/** A client of a DynamoDB that moves: each request goes to where it is then, or throws what that throws. */
export function createClient(endpoint: () => URL): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint: async () => ({ url: new URL(endpoint().origin) }),
    region: 'local',
    credentials: async () => ({
      accessKeyId: endpoint().username || 'local',
      secretAccessKey: 'local',
      expiration: ALREADY_EXPIRED,
    }),
  });
  // The SDK asks where it is once a command: what it tries again must not go where somebody else may be by now.
  client.middlewareStack.add(
    (next) => async (args) => {
      const { port } = endpoint();
      if (HttpRequest.isInstance(args.request) && String(args.request.port) === port) return next(args);
      throw new Error(`The DynamoDB of this machine is at port ${port} by now.`);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}
