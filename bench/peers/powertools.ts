import { IdempotencyConfig, IdempotencyItemAlreadyExistsError } from '@aws-lambda-powertools/idempotency';
import { makeHandlerIdempotent } from '@aws-lambda-powertools/idempotency/middleware';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { parser } from '@aws-lambda-powertools/parser/middleware';
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import {
  appPut,
  cachedTokenRow,
  forbiddenBody,
  historyPut,
  jsonResponse,
  listAppOnce,
  logLine,
  type Outcome,
  stateUpdate,
  tokenGet,
  unlessConditionFailed,
} from './job.ts';
import { marshallRequest } from './marshall-request.ts';
import { bodyBytes, type Hook, parseHook } from './parse-hook.ts';

const client = new DynamoDBClient({});
const logger = new Logger({ serviceName: 'hooks' });
const metrics = new Metrics({ namespace: 'hooks', serviceName: 'hooks' });

const hookSchema = z.object({
  app: z.string(),
  id: z.string().min(1),
  action: z.literal('liveStreamStarted'),
  name: z.string(),
  at: z.int().nonnegative(),
  receivedAt: z.int(),
  idempotencyKey: z.string(),
  fields: z.string(),
});

const schema = z
  .object({
    pathParameters: z.object({ app: z.string(), token: z.string() }),
    requestContext: z.object({ timeEpoch: z.int() }),
    body: z.string(),
    isBase64Encoded: z.boolean(),
  })
  .transform((event) => {
    const { app, token } = event.pathParameters;
    return parseHook(app, token, bodyBytes(event), event.requestContext.timeEpoch);
  })
  .pipe(hookSchema);

/**
 * Uses the history row as the idempotency record: only that row identifies a duplicate. The two other writes run in
 * parallel, because a handler that started after it would be one round trip later than the other peers.
 */
class HistoryPersistenceLayer extends BasePersistenceLayer {
  #hook: Hook | undefined;

  /** Stores the hook for `_putRecord`, which is called next and receives only its hash. */
  override saveInProgress(hook: Hook, remainingMs?: number): Promise<void> {
    this.#hook = hook;
    return super.saveInProgress(hook, remainingMs);
  }

  protected override async _putRecord({ idempotencyKey }: IdempotencyRecord): Promise<void> {
    const hook = this.#hook;
    if (hook === undefined) throw new Error('received no hook, expected a call of saveInProgress before');
    const [isNew] = await Promise.all([
      unlessConditionFailed(client.send(new PutItemCommand(marshallRequest(historyPut(hook))))),
      unlessConditionFailed(client.send(new UpdateItemCommand(marshallRequest(stateUpdate(hook))))),
      listAppOnce(hook.app, () => client.send(new PutItemCommand(marshallRequest(appPut(hook.app))))),
    ]);
    if (isNew) return;
    const known = { idempotencyKey, status: 'COMPLETED', responseData: respond(hook, 'duplicate') } as const;
    throw new IdempotencyItemAlreadyExistsError('the hook is in the history', new IdempotencyRecord(known));
  }

  /** Does nothing: the row is complete from the start. */
  protected override async _updateRecord(): Promise<void> {}

  /** Does nothing: after a failure, a retry of the hook writes what is missing. */
  protected override async _deleteRecord(): Promise<void> {}

  /** Is never called: `_putRecord` throws with the stored result. */
  protected override async _getRecord(): Promise<IdempotencyRecord> {
    throw new Error('received a call of _getRecord, expected none');
  }
}

/** Ends the request when the token may not send hooks. */
async function authorize({ event }: { event: APIGatewayProxyEventV2 }) {
  const token = event.pathParameters?.token;
  const row = await cachedTokenRow(
    token,
    async () => (await client.send(new GetItemCommand(marshallRequest(tokenGet(token))))).Item,
  );
  if (!row?.scopes?.SS?.includes('hooks')) return jsonResponse(403, forbiddenBody);
}

function respond(hook: Hook, outcome: Outcome) {
  logger.info('hook', logLine(hook, outcome));
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  return jsonResponse(200, { outcome });
}

/** The job with Powertools for AWS Lambda, as middy middleware. */
export const handler = middy<APIGatewayProxyEventV2>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .before(authorize)
  .use(parser({ schema }))
  .use(
    makeHandlerIdempotent({
      persistenceStore: new HistoryPersistenceLayer(),
      config: new IdempotencyConfig({ eventKeyJmesPath: 'idempotencyKey' }),
    }),
  )
  .handler(async (hook: Hook) => respond(hook, 'recorded'));
