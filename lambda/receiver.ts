import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DeferralQueue } from './deferred/sqs-deferred-store.ts';
import { allowListOf } from './receiving/allow-list.ts';
import { Patience } from './receiving/circuit-breaker.ts';
import { type Receiving, receive } from './receiving/receive.ts';
import { keepingOf, logLine, setting } from './required-env.ts';
import { Recorder } from './table/record.ts';
import { Table } from './table/table.ts';
import { TokenLookUp } from './tokens/token-cache.ts';

/** A socket may have died while the process was frozen: one request gives up early enough for another in the time that tables have. */
const requestHandler = { connectionTimeout: 400, requestTimeout: 500, throwOnRequestTimeout: true };
const client = new DynamoDBClient({ requestHandler });
const receiving: Receiving = {
  streams: new Table(client, setting('STREAMS_TABLE')),
  tokens: new Table(client, setting('TOKENS_TABLE')),
  recorder: new Recorder(keepingOf()),
  lookUp: new TokenLookUp(600), // most of the time that tables have: a new process connects first
  allowList: allowListOf(setting('ALLOW_LIST')),
  patience: new Patience(1_000, 250), // DynamoDB answers in a tenth of it; the queue may need a client and a connection first
  secondSink: new DeferralQueue(() => setting('DEFERRED_QUEUE_URL')),
  lostKey: process.env.LOST_KEY, // not set while an update of 0.2.0 has brought the code alone
  log: logLine,
};

/** The receiver's Lambda. */
export const handler = (event: APIGatewayProxyEventV2) => receive(event, receiving);
