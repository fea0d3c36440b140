import type * as sdk from '@aws-sdk/client-sqs';
import { AwsJsonClient, type ClientOptions, Command } from './aws-json.ts';

// What lambda/ uses of @aws-sdk/client-sqs, under the same names: lib/functions/bundling.ts puts it in its place.

const service = { name: 'sqs', target: 'AmazonSQS', retries: { maxAttempts: 3, baseDelay: 50 } } as const;

/** Asks the endpoint of its region (or environment) whatever the URL of a queue says, as the SDK's does by `useQueueUrlAsEndpoint: false`. */
export class SQSClient extends AwsJsonClient {
  constructor(options: ClientOptions & { useQueueUrlAsEndpoint: false }) {
    super(service, options);
  }
}

export class ChangeMessageVisibilityCommand extends Command<sdk.ChangeMessageVisibilityRequest, object> {
  override readonly operation = 'ChangeMessageVisibility';
}

export class SendMessageCommand extends Command<sdk.SendMessageRequest, sdk.SendMessageResult> {
  override readonly operation = 'SendMessage';
}
