import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { jsonResponse } from './job.ts';
import { isAllowed, parseQuestion } from './question-job.ts';

const { TOKENS_TABLE = '' } = process.env;
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** An answer whether somebody may publish, as in tutorials: a read with the document client. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  const question = parseQuestion(event);
  const RequestItems = { [TOKENS_TABLE]: { Keys: [...question.keys], ConsistentRead: true } };
  const { Responses } = await documents.send(new BatchGetCommand({ RequestItems }));
  const status = isAllowed(question, Responses?.[TOKENS_TABLE] ?? []) ? 200 : 403;
  console.log(JSON.stringify({ status, app: question.app, id: question.id }));
  return jsonResponse(status, {});
};
