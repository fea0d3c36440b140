import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { pageAnswer } from './reading/page.ts';
import { read } from './reading/read.ts';
import { logLine, setting } from './required-env.ts';
import { Table } from './table/table.ts';
import { TokenLookUp } from './tokens/token-cache.ts';

const client = new DynamoDBClient({});
const reading = {
  streams: new Table(client, setting('STREAMS_TABLE')),
  tokens: new Table(client, setting('TOKENS_TABLE')),
  page: pageAnswer(readFileSync(new URL('board.html', import.meta.url), 'utf8')), // board/build.ts has put it there
  lookUp: new TokenLookUp(3_000),
  log: (error: unknown) => logLine({ error: String(error) }),
};

/** The reader's Lambda. */
export const handler = (event: APIGatewayProxyEventV2) => read(event, reading);
