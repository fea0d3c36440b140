import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { streamKeyKey } from '../lambda/tokens/stream-key-row.ts';
import { hashToken } from '../lambda/tokens/token.ts';
import { tokenKey } from '../lambda/tokens/token-row.ts';
import { KEY, TOKEN } from './hooks.ts';

const client = new DynamoDBClient({
  requestHandler: { connectionTimeout: 250, requestTimeout: 300, throwOnRequestTimeout: true },
});

/** Prepares the lower bound of an authoriser: for each question a function that only reads the token and the key. */
export function prepare(questions: readonly APIGatewayProxyEventV2[]): (() => Promise<unknown>)[] {
  const Keys = [tokenKey(hashToken(TOKEN)), streamKeyKey(hashToken(KEY))];
  const RequestItems = { tokens: { Keys, ConsistentRead: true } };
  return questions.map(() => () => client.send(new BatchGetItemCommand({ RequestItems })));
}
