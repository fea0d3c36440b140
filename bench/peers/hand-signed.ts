import type { GetItemOutput } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { send } from './hand-signed-client.ts';
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
import { marshallRequest } from './marshall-request.ts';
import { bodyBytes, parseHook } from './parse-hook.ts';

/** The minimum of the job: only its requests, signed by hand. */
export const handler = async (event: APIGatewayProxyEventV2) => {
  const { app = '', token } = event.pathParameters ?? {};
  const row = await cachedTokenRow(
    token,
    async () => (await send<GetItemOutput>('GetItem', marshallRequest(tokenGet(token)))).Item,
  );
  if (!row?.scopes?.SS?.includes('hooks')) return jsonResponse(403, forbiddenBody);

  const hook = parseHook(app, token, bodyBytes(event), event.requestContext.timeEpoch);
  const [isNew] = await Promise.all([
    unlessConditionFailed(send('PutItem', marshallRequest(historyPut(hook)))),
    unlessConditionFailed(send('UpdateItem', marshallRequest(stateUpdate(hook)))),
    listAppOnce(app, () => send('PutItem', marshallRequest(appPut(app)))),
  ]);
  const outcome = isNew ? 'recorded' : 'duplicate';
  console.log(JSON.stringify(logLine(hook, outcome)));
  return jsonResponse(200, { outcome });
};
