import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { logLine, setting } from './environment.ts';
import { allowListOf } from './receiving/allow-list.ts';
import { BUDGET_MS, type Receiving, receive } from './receiving/receive.ts';
import { Recorder } from './table/record.ts';
import { Table } from './table/table.ts';
import { TokenLookUp } from './tokens/look-up.ts';

/** A socket may have died while the process was frozen: one request gives up early enough for another within the budget. */
const requestHandler = { connectionTimeout: 500, requestTimeout: 600, throwOnRequestTimeout: true };
const client = new DynamoDBClient({ requestHandler });
const receiving: Receiving = {
  streams: new Table(client, setting('STREAMS_TABLE')),
  tokens: new Table(client, setting('TOKENS_TABLE')),
  recorder: new Recorder({
    historyDays: Number(setting('HISTORY_DAYS')),
    keepHeartbeats: setting('KEEP_HEARTBEATS') === 'true',
  }),
  lookUp: new TokenLookUp(),
  allowList: allowListOf(setting('ALLOW_LIST')),
  budgetMs: BUDGET_MS,
  log: logLine,
};

/** The receiver's Lambda. */
export const handler = (event: APIGatewayProxyEventV2) => receive(event, receiving);
