import { readFile } from 'node:fs/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { buildBoard } from '../board/build.ts';
import type { AuthorisationLogLine } from '../lambda/authorising/authoriser-deps.ts';
import { descriptionResponse } from '../lambda/reading/description.ts';
import { pageResponse } from '../lambda/reading/page.ts';
import { type ReaderDeps, read } from '../lambda/reading/read.ts';
import { parseAllowList } from '../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../lambda/receiving/circuit-breaker.ts';
import type { HookLogLine } from '../lambda/receiving/hook-result.ts';
import { type ReceiverDeps, receive } from '../lambda/receiving/receive.ts';
import type { Recorder } from '../lambda/table/recorder.ts';
import { Table } from '../lambda/table/table.ts';
import { TokenCache } from '../lambda/tokens/token-cache.ts';
import type { Settings } from '../lib/settings/settings.ts';
import { createAuthoriser } from './authorising/create-authoriser.ts';
import { ensureLostKey } from './data-dir/lost-key.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from './database/embedded-tables.ts';
import { type Deferral, openDeferral } from './deferred/deferral.ts';
import { createGateway } from './http/gateway.ts';

/** The settings of a receiver on this machine. */
export type ReceiverSettings = Pick<
  Settings,
  | 'historyDays'
  | 'keepHeartbeats'
  | 'healthHistory'
  | 'byDay'
  | 'allowList'
  | 'sweepMinutes'
  | 'presumeEndedMinutes'
  | 'announcements'
  | 'boardUrl'
  | 'recordingUrl'
  | 'playUrl'
>;

const descriptionFile = new URL('../docs/openapi.json', import.meta.url);

/** Time limit for the tables, in ms: a busy disk needs most of the remaining time to write the deferred event. */
const TABLE_TIMEOUT_MS = 1_000;

export interface ServerDeps {
  /** A folder, or `:memory:`. */
  readonly dataDir: string;
  readonly log: (line: HookLogLine) => void;
  readonly logQuestion: (line: AuthorisationLogLine) => void;
  /** That of counts sends nothing twice. */
  readonly clients: Readonly<Record<'hooks' | 'questions' | 'counts' | 'reads' | 'sweeps', DynamoDBClient>>;
  /** Returns the current recorder. */
  readonly recorder: () => Recorder;
  readonly settings: ReceiverSettings;
}

/** Creates the HTTP server with the deployed handlers behind it. */
export async function createServer({ clients, recorder, settings, dataDir, log, logQuestion }: ServerDeps) {
  const tables = openTables(clients.hooks);
  const tokenCache = new TokenCache(TABLE_TIMEOUT_MS / 2);
  const deferral: Deferral = await openDeferral(dataDir, { ...tables, recorder: recorder(), tokenCache }, log);
  const receiverDeps: ReceiverDeps = {
    ...tables,
    get recorder() {
      return recorder();
    },
    tokenCache,
    allowList: parseAllowList(settings.allowList),
    circuitBreaker: new TableCircuitBreaker(TABLE_TIMEOUT_MS),
    deferredStore: deferral.store,
    lostKey: await ensureLostKey(dataDir),
    log,
  };
  const readerDeps: ReaderDeps = {
    ...openTables(clients.reads),
    tokenCache,
    options: { ...settings, identity: { receiver: 'this machine' } },
    page: pageResponse(await buildBoard()),
    description: descriptionResponse(await readFile(descriptionFile, 'utf8')),
    log: (error) => console.error(String(error)),
  };
  const { questions: client, counts: clientWithoutRetries } = clients;
  const authoriser = createAuthoriser({ client, clientWithoutRetries, settings, log: logQuestion });
  const server = createGateway({
    receiver: (event) => receive(event, receiverDeps),
    authoriser: authoriser.handle,
    reader: (event) => read(event, readerDeps),
  });
  return { server, deferral, authoriser };
}

/** Opens the tables of a client. */
export const openTables = (client: DynamoDBClient) => ({
  streams: new Table(client, STREAMS_TABLE),
  tokens: new Table(client, TOKENS_TABLE),
});
