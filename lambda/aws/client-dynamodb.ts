import type * as sdk from '@aws-sdk/client-dynamodb';
import { AwsJsonClient, type ClientOptions, Command } from './aws-json.ts';
import { ServiceError } from './service-error.ts';

// The part of @aws-sdk/client-dynamodb that lambda/ uses, under the same names: lib/functions/bundling.ts replaces the SDK by it.

export class ConditionalCheckFailedException extends ServiceError {}

/** Another region is writing the same item. `$retryable` marks it for the retry strategy, as in the SDK. */
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
