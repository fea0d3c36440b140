import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The bus of a stack, and clients to follow it. */
export interface BusClients {
  /** The name of the bus. */
  readonly bus: string;
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
}

/** Creates clients with the credentials and the region of the environment. */
export const createBusClients = (bus: string): BusClients => ({
  bus,
  events: new EventBridgeClient({}),
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }), // so that AWS_ENDPOINT_URL applies, for an emulator
});
