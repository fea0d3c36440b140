import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { authorise } from '../../lambda/authorising/authorise.ts';
import type { AuthorisationLogLine, AuthoriserDeps } from '../../lambda/authorising/authoriser-deps.ts';
import { CredentialCache } from '../../lambda/authorising/credential-cache.ts';
import { StreamKeyUsage } from '../../lambda/authorising/key-usage.ts';
import { toShownId } from '../../lambda/authorising/mask-id.ts';
import { RefusalStore } from '../../lambda/authorising/refusal-store.ts';
import { parseAllowList } from '../../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';
import { Table } from '../../lambda/table/table.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../database/embedded-tables.ts';
import { BackgroundWrites } from './background-writes.ts';

/** The time limit of a write that is counted, in ms: a busy disk needs longer than an answer waits. */
const COUNT_MS = 2_000;

/** The authoriser of this machine. */
export interface Authoriser {
  readonly handle: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
  /** Writes what the tables do not have yet of refusals and of the uses of keys. */
  readonly close: () => Promise<void>;
}

interface CreateAuthoriserDeps {
  readonly client: DynamoDBClient;
  /** Sends nothing twice: a table would count a refusal or a use twice. */
  readonly clientWithoutRetries: DynamoDBClient;
  readonly settings: Pick<Settings, 'allowList' | 'historyDays'>;
  readonly log: (line: AuthorisationLogLine) => void;
}

/** Creates the deployed authoriser over the tables of this machine. */
export function createAuthoriser({ client, clientWithoutRetries, settings, log }: CreateAuthoriserDeps): Authoriser {
  const logError = (error: unknown) => console.error(`Not counted: ${error}`);
  const writes = new BackgroundWrites();
  const streams = new Table(clientWithoutRetries, STREAMS_TABLE);
  const refusals = new RefusalStore(streams, settings.historyDays, logError, new TableCircuitBreaker(COUNT_MS));
  const keyUsage = new StreamKeyUsage(new Table(clientWithoutRetries, TOKENS_TABLE), logError, COUNT_MS);
  const deps: AuthoriserDeps = {
    credentials: new CredentialCache(new Table(client, TOKENS_TABLE)),
    refusals: { count: (refusal) => writes.run(refusals.count(refusal), toShownId(refusal.id)) },
    keyUsage: { note: (key, at) => writes.run(keyUsage.note(key, at), undefined) },
    allowList: parseAllowList(settings.allowList),
    log,
  };
  const close = async () => {
    await writes.finish();
    await keyUsage.flush();
  };
  return { handle: (event) => authorise(event, deps), close };
}
