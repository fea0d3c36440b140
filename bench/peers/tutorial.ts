import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  answer,
  appPut,
  bytesOf,
  forbidden,
  historyPut,
  hookOf,
  line,
  listOnce,
  remembered,
  stateUpdate,
  taken,
  tokenGet,
} from './job.ts';

const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);

/** The job as tutorials write it: with the document client. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  const { app = '', token } = event.pathParameters ?? {};
  const row = await remembered(token, async () => (await documents.send(new GetCommand(tokenGet(token)))).Item);
  if (!row?.scopes?.has('hooks')) return answer(403, forbidden);

  const hook = hookOf(app, token, bytesOf(event), event.requestContext.timeEpoch);
  const [isNew] = await Promise.all([
    taken(documents.send(new PutCommand(historyPut(hook)))),
    taken(documents.send(new UpdateCommand(stateUpdate(hook)))),
    listOnce(app, () => documents.send(new PutCommand(appPut(app)))),
  ]);
  const outcome = isNew ? 'recorded' : 'duplicate';
  console.log(JSON.stringify(line(hook, outcome)));
  return answer(200, { outcome });
};
