import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import {
  appPut,
  forbidden,
  historyPut,
  hookOf,
  line,
  listOnce,
  remembered,
  stateUpdate,
  taken,
  tokenGet,
  typed,
} from './job.ts';

const client = new DynamoDBClient({});
const hooks = new Hono<{ Bindings: { event: APIGatewayProxyEventV2 } }>();

hooks.post('/hooks/:app/:token', async (context) => {
  const { app, token } = context.req.param();
  const row = await remembered(token, async () => (await client.send(new GetItemCommand(typed(tokenGet(token))))).Item);
  if (!row?.scopes?.SS?.includes('hooks')) return context.json(forbidden, 403);

  const bytes = new Uint8Array(await context.req.arrayBuffer());
  const hook = hookOf(app, token, bytes, context.env.event.requestContext.timeEpoch);
  const [isNew] = await Promise.all([
    taken(client.send(new PutItemCommand(typed(historyPut(hook))))),
    taken(client.send(new UpdateItemCommand(typed(stateUpdate(hook))))),
    listOnce(app, () => client.send(new PutItemCommand(typed(appPut(app))))),
  ]);
  const outcome = isNew ? 'recorded' : 'duplicate';
  console.log(JSON.stringify(line(hook, outcome)));
  return context.json({ outcome });
});

/** The job as a route of Hono. */
export const handler = handle(hooks);
