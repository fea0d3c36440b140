import { EventBridgeClient, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** The bus of a stack, and clients to follow it. */
export interface BusClients {
  /** The name of the bus. */
  readonly bus: string;
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
}

/** Creates clients, without a configuration with the credentials and the region of the environment. */
export const createBusClients = (bus: string, config: EventBridgeClientConfig & SQSClientConfig = {}): BusClients => ({
  bus,
  events: new EventBridgeClient(config),
  sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }), // so that AWS_ENDPOINT_URL applies, for an emulator
});
