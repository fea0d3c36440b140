import type * as sdk from '@aws-sdk/client-dynamodb';
import type { NodeHttpHandler, NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { AwsJsonClient, Command, ServiceError } from './aws-json.ts';

// What lambda/ uses of @aws-sdk/client-dynamodb, under the same names: lib/bundling.ts puts it in its place.

export class ConditionalCheckFailedException extends ServiceError {}

const service = {
  name: 'dynamodb',
  target: 'DynamoDB_20120810',
  retries: { maxAttempts: 4, baseDelay: 25 },
  errors: { ConditionalCheckFailedException },
} as const;

export class DynamoDBClient extends AwsJsonClient {
  constructor({ requestHandler }: { requestHandler?: NodeHttpHandler | NodeHttpHandlerOptions } = {}) {
    super(service, requestHandler);
  }
}

export class BatchGetItemCommand extends Command<sdk.BatchGetItemInput, sdk.BatchGetItemOutput> {
  override readonly operation = 'BatchGetItem';
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
