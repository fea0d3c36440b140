import type { DynamoDBStub } from './dynamodb-stub.ts';

/** Returns the environment of a Lambda function that uses the stub as DynamoDB. */
export function createLambdaEnv({ endpoint, certificate }: DynamoDBStub): Record<string, string> {
  return {
    STREAMS_TABLE: 'streams',
    TOKENS_TABLE: 'tokens',
    HISTORY_DAYS: '30',
    KEEP_HEARTBEATS: 'false',
    HEALTH_HISTORY: 'true',
    ALLOW_LIST: '',
    DEFERRED_QUEUE_URL: 'https://127.0.0.1:1/1/deferred',
    POWERTOOLS_SERVICE_NAME: 'receiver',
    POWERTOOLS_METRICS_NAMESPACE: 'bench',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SESSION_TOKEN: 'bench'.repeat(100), // Lambda's session tokens are longer
    AWS_ENDPOINT_URL: endpoint,
    NODE_EXTRA_CA_CERTS: certificate,
  };
}
