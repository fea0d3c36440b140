import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsJsonClient, type ClientOptions, Command, ServiceError } from './aws-json.ts';

// What lambda/ uses of @aws-sdk/client-dynamodb, under the same names: lib/functions/bundling.ts puts it in its place.

export class ConditionalCheckFailedException extends ServiceError {}

/** Another region writes the same item. The SDK's class says the same way that another try may help. */
export class ReplicatedWriteConflictException extends ServiceError {
  readonly $retryable = {};
}

const service = {
  name: 'dynamodb',
  target: 'DynamoDB_20120810',
  retries: { maxAttempts: 4, baseDelay: 25 },
  errors: { ConditionalCheckFailedException, ReplicatedWriteConflictException },
} as const;

export class DynamoDBClient extends AwsJsonClient {
  constructor(options?: ClientOptions) {
    super(service, options);
  }
}

export class BatchGetItemCommand extends Command<sdk.BatchGetItemInput, sdk.BatchGetItemOutput> {
  override readonly operation = 'BatchGetItem';
}

export class DeleteItemCommand extends Command<sdk.DeleteItemInput, sdk.DeleteItemOutput> {
  override readonly operation = 'DeleteItem';
}

export class GetItemCommand extends Command<sdk.GetItemInput, sdk.GetItemOutput> {
  override readonly operation = 'GetItem';
}

export class PutItemCommand extends Command<sdk.PutItemInput, sdk.PutItemOutput> {
  override readonly operation = 'PutItem';
}

export class QueryCommand extends Command<sdk.QueryInput, sdk.QueryOutput> {
  override readonly operation = 'Query';
}

export class UpdateItemCommand extends Command<sdk.UpdateItemInput, sdk.UpdateItemOutput> {
  override readonly operation = 'UpdateItem';
}
