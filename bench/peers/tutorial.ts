import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  appPut,
  cachedTokenRow,
  forbiddenBody,
  historyPut,
  jsonResponse,
  listAppOnce,
  logLine,
  stateUpdate,
  tokenGet,
  unlessConditionFailed,
} from './job.ts';
import { bodyBytes, parseHook } from './parse-hook.ts';

const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);

/** The job as in tutorials, with the document client. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  const { app = '', token } = event.pathParameters ?? {};
  const row = await cachedTokenRow(token, async () => (await documents.send(new GetCommand(tokenGet(token)))).Item);
  if (!row?.scopes?.has('hooks')) return jsonResponse(403, forbiddenBody);

  const hook = parseHook(app, token, bodyBytes(event), event.requestContext.timeEpoch);
  const [isNew] = await Promise.all([
    unlessConditionFailed(documents.send(new PutCommand(historyPut(hook)))),
    unlessConditionFailed(documents.send(new UpdateCommand(stateUpdate(hook)))),
    listAppOnce(app, () => documents.send(new PutCommand(appPut(app)))),
  ]);
  const outcome = isNew ? 'recorded' : 'duplicate';
  console.log(JSON.stringify(logLine(hook, outcome)));
  return jsonResponse(200, { outcome });
};
