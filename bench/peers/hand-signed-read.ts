import type { BatchGetItemOutput } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { send } from './hand-signed-client.ts';
import { jsonResponse } from './job.ts';
import { isAllowed, parseQuestion } from './question-job.ts';

const { TOKENS_TABLE = '' } = process.env;

/** The minimum of an answer whether somebody may publish: only its read, signed by hand. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  const question = parseQuestion(event);
  const Keys = question.keys.map(({ hash }) => ({ hash: { S: hash } }));
  const request = { RequestItems: { [TOKENS_TABLE]: { Keys, ConsistentRead: true } } };
  const { Responses } = await send<BatchGetItemOutput>('BatchGetItem', request);
  const items = Responses?.[TOKENS_TABLE] ?? [];
  const rows = items.map(({ hash, app, stream }) => ({ hash: hash?.S, app: app?.S, stream: stream?.S }));
  const status = isAllowed(question, rows) ? 200 : 403;
  console.log(JSON.stringify({ status, app: question.app, id: question.id }));
  return jsonResponse(status, {});
};
