import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { writeLogLine } from './function-env.ts';
import { descriptionResponse } from './reading/description.ts';
import { pageResponse } from './reading/page.ts';
import { read } from './reading/read.ts';
import { readerOptionsFromEnv } from './reading/reader-options.ts';
import { requiredEnv } from './required-env.ts';
import { Table } from './table/table.ts';
import { TokenCache } from './tokens/token-cache.ts';

const readText = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

const client = new DynamoDBClient({});
const deps = {
  streams: new Table(client, requiredEnv('STREAMS_TABLE')),
  tokens: new Table(client, requiredEnv('TOKENS_TABLE')),
  page: pageResponse(readText('board.html')), // built by board/build.ts
  description: descriptionResponse(readText('openapi.json')), // of docs/
  tokenCache: new TokenCache(3_000),
  options: readerOptionsFromEnv(),
  log: (error: unknown) => writeLogLine({ error: String(error) }),
};

/** The reader's Lambda. */
export const handler = (event: APIGatewayProxyEventV2) => read(event, deps);
