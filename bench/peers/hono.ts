import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import {
  appPut,
  cachedTokenRow,
  forbiddenBody,
  historyPut,
  listAppOnce,
  logLine,
  stateUpdate,
  tokenGet,
  unlessConditionFailed,
} from './job.ts';
import { marshallRequest } from './marshall-request.ts';
import { parseHook } from './parse-hook.ts';

const client = new DynamoDBClient({});
const routes = new Hono<{ Bindings: { event: APIGatewayProxyEventV2 } }>();

routes.post('/hooks/:app/:token', async (context) => {
  const { app, token } = context.req.param();
  const row = await cachedTokenRow(
    token,
    async () => (await client.send(new GetItemCommand(marshallRequest(tokenGet(token))))).Item,
  );
  if (!row?.scopes?.SS?.includes('hooks')) return context.json(forbiddenBody, 403);

  const bytes = new Uint8Array(await context.req.arrayBuffer());
  const hook = parseHook(app, token, bytes, context.env.event.requestContext.timeEpoch);
  const [isNew] = await Promise.all([
    unlessConditionFailed(client.send(new PutItemCommand(marshallRequest(historyPut(hook))))),
    unlessConditionFailed(client.send(new UpdateItemCommand(marshallRequest(stateUpdate(hook))))),
    listAppOnce(app, () => client.send(new PutItemCommand(marshallRequest(appPut(app))))),
  ]);
  const outcome = isNew ? 'recorded' : 'duplicate';
  console.log(JSON.stringify(logLine(hook, outcome)));
  return context.json({ outcome });
});

/** The job as a Hono route. */
export const handler = handle(routes);
