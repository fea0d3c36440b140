import type * as sdk from '@aws-sdk/client-sqs';
import { AwsJsonClient, type ClientOptions, Command } from './aws-json.ts';

// The part of @aws-sdk/client-sqs that lambda/ uses, under the same names: lib/functions/bundling.ts replaces the SDK by it.

const service = { name: 'sqs', target: 'AmazonSQS', retries: { maxAttempts: 3, baseDelay: 50 } } as const;

/** Uses the endpoint of its region or environment for every queue, as the SDK does with `useQueueUrlAsEndpoint: false`. */
export class SQSClient extends AwsJsonClient {
  constructor(options: ClientOptions & { useQueueUrlAsEndpoint: false }) {
    super(service, options);
  }
}

export class ChangeMessageVisibilityCommand extends Command<sdk.ChangeMessageVisibilityRequest, object> {
  override readonly operation = 'ChangeMessageVisibility';
}

export class GetQueueAttributesCommand extends Command<sdk.GetQueueAttributesRequest, sdk.GetQueueAttributesResult> {
  override readonly operation = 'GetQueueAttributes';
}

export class SendMessageCommand extends Command<sdk.SendMessageRequest, sdk.SendMessageResult> {
  override readonly operation = 'SendMessage';
}
