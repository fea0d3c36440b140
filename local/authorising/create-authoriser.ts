import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { authorise } from '../../lambda/authorising/authorise.ts';
import type { AuthorisationLogLine, AuthoriserDeps } from '../../lambda/authorising/authoriser-deps.ts';
import { CredentialCache } from '../../lambda/authorising/credential-cache.ts';
import { StreamKeyUsage } from '../../lambda/authorising/key-usage.ts';
import { RefusalStore } from '../../lambda/authorising/refusal-store.ts';
import { parseAllowList } from '../../lambda/receiving/allow-list.ts';
import { Table } from '../../lambda/table/table.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../database/embedded-tables.ts';

/** The authoriser of this machine. */
export interface Authoriser {
  readonly handle: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
  /** Writes the uses of keys that the table does not have yet. */
  readonly close: () => Promise<void>;
}

interface CreateAuthoriserDeps {
  /** Sends nothing twice: the table would count a use twice. */
  readonly client: DynamoDBClient;
  readonly settings: Pick<Settings, 'allowList' | 'historyDays'>;
  readonly log: (line: AuthorisationLogLine) => void;
}

/** Creates the deployed authoriser over the tables of this machine. */
export function createAuthoriser({ client, settings, log }: CreateAuthoriserDeps): Authoriser {
  const [streams, tokens] = [new Table(client, STREAMS_TABLE), new Table(client, TOKENS_TABLE)];
  const logError = (error: unknown) => console.error(`Not counted: ${error}`);
  const keyUsage = new StreamKeyUsage(tokens, logError);
  const deps: AuthoriserDeps = {
    credentials: new CredentialCache(tokens),
    refusals: new RefusalStore(streams, settings.historyDays, logError),
    keyUsage,
    allowList: parseAllowList(settings.allowList),
    log,
  };
  return { handle: (event) => authorise(event, deps), close: () => keyUsage.flush() };
}
