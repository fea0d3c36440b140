import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { authorise } from './authorising/authorise.ts';
import type { AuthoriserDeps } from './authorising/authoriser-deps.ts';
import { CredentialCache } from './authorising/credential-cache.ts';
import { StreamKeyUsage } from './authorising/key-usage.ts';
import { RefusalStore } from './authorising/refusal-store.ts';
import { writeLogLine } from './function-env.ts';
import { parseAllowList } from './receiving/allow-list.ts';
import { requiredEnv } from './required-env.ts';
import { Table } from './table/table.ts';

/** In ms; a connection may have died while the process was frozen: the first request gives up early enough for a second one. */
const timeouts = { connectionTimeout: 250, requestTimeout: 300, throwOnRequestTimeout: true };
const requestHandler = NodeHttpHandler.create(timeouts); // both clients use its connections
const client = new DynamoDBClient({ requestHandler });
const clientWithoutRetries = new DynamoDBClient({ requestHandler, maxAttempts: 1 }); // a second attempt would count twice
const tokensTable = requiredEnv('TOKENS_TABLE');

/** Logs what was not counted: the answer does not depend on it. */
const logError = (error: unknown): void => writeLogLine({ notCounted: String(error) });

const deps: AuthoriserDeps = {
  credentials: new CredentialCache(new Table(client, tokensTable)),
  refusals: new RefusalStore(
    new Table(clientWithoutRetries, requiredEnv('STREAMS_TABLE')),
    Number(requiredEnv('HISTORY_DAYS')),
    logError,
  ),
  keyUsage: new StreamKeyUsage(new Table(clientWithoutRetries, tokensTable), logError),
  allowList: parseAllowList(requiredEnv('ALLOW_LIST')),
  log: writeLogLine,
};

/** The authoriser's Lambda. */
export const handler = (event: APIGatewayProxyEventV2) => authorise(event, deps);
