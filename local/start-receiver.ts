import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { buildBoard } from '../board/build.ts';
import { pageResponse } from '../lambda/reading/page.ts';
import { type ReaderDeps, read } from '../lambda/reading/read.ts';
import { parseAllowList } from '../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../lambda/receiving/circuit-breaker.ts';
import type { HookLogLine } from '../lambda/receiving/hook-result.ts';
import { type ReceiverDeps, receive } from '../lambda/receiving/receive.ts';
import type { SweepPolicy } from '../lambda/sweeping/sweep.ts';
import { Recorder } from '../lambda/table/recorder.ts';
import { Table } from '../lambda/table/table.ts';
import { EVERY_APP, hashToken, scopes } from '../lambda/tokens/token.ts';
import { TokenCache } from '../lambda/tokens/token-cache.ts';
import { readSettings } from '../lib/settings/read-settings.ts';
import type { Settings } from '../lib/settings/settings.ts';
import { openAnnouncer } from './announcing/open-announcer.ts';
import { fileMediaServers } from './asking/file-media-servers.ts';
import { createSecret } from './create-secret.ts';
import { IN_MEMORY, RunningFile, readStoredToken, storeToken } from './data-dir/data-dir.ts';
import { ensureLostKey } from './data-dir/lost-key.ts';
import { connect, type Database, startDatabase } from './database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from './database/embedded-tables.ts';
import { type Deferral, openDeferral } from './deferred/deferral.ts';
import { createGateway } from './http/gateway.ts';
import { closeServer, listen, type ServerUrls } from './http/listen.ts';
import { createSweeps, type Sweeps } from './sweeping/create-sweeps.ts';
import { sweepPolicyOf } from './sweeping/sweep-policy.ts';
import { TokenTable } from './token-table.ts';

type ReceiverSettings = Pick<
  Settings,
  | 'historyDays'
  | 'keepHeartbeats'
  | 'healthHistory'
  | 'allowList'
  | 'sweepMinutes'
  | 'presumeEndedMinutes'
  | 'announcements'
>;

export interface ReceiverOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** A folder, or `:memory:`. */
  readonly dataDir: string;
  /** A token with every scope, for every app. @default the one stored in the folder, or a new one */
  readonly token?: string | undefined;
  readonly log: (line: HookLogLine) => void;
  /** @default an embedded one, in the folder */
  readonly database?: Database;
  /** @default the default settings */
  readonly settings?: ReceiverSettings;
  /** @default that of the settings */
  readonly sweepPolicy?: SweepPolicy;
}

export interface Receiver extends ServerUrls {
  readonly token: string;
  /** Stops the receiver after the requests in flight. */
  readonly close: () => Promise<void>;
}

/** Time limit for the tables, in ms: a busy disk needs most of the remaining time to write the deferred event. */
const TABLE_TIMEOUT_MS = 1_000;

/** Starts the whole receiver: the deployed handlers, behind an HTTP API and on an embedded DynamoDB. */
export async function startReceiver({ port, host, dataDir, log, ...options }: ReceiverOptions): Promise<Receiver> {
  const token = options.token ?? readStoredToken(dataDir) ?? createSecret();
  const settings: ReceiverSettings = options.settings ?? readSettings({});
  const runningFile = new RunningFile(dataDir, { token });
  let recorder = new Recorder(settings);
  const prepare = async (client: DynamoDBClient, dynamodb: string) => {
    if (dataDir === IN_MEMORY) recorder = new Recorder(settings); // the previous one remembers rows that are lost
    await ensureStartToken(new TokenTable(client, TOKENS_TABLE), token);
    await runningFile.publish({ dynamodb });
  };
  const database = options.database ?? (await startDatabase(dataDir, prepare, { journals: settings.announcements }));
  const clients = { hooks: connect(database), reads: connect(database), sweeps: connect(database) }; // a hook never waits for a connection of a read
  if (options.database) await prepare(clients.hooks, database.endpoint);
  if (options.token === undefined) await storeToken(dataDir, token);

  const { server, deferral } = await createServer({ clients, recorder: () => recorder, settings, dataDir, log });
  const announcer = openAnnouncer(dataDir, database);
  const sweeps = openSweeps({ clients, settings, dataDir, deferral, policy: options.sweepPolicy });
  const urls = await listen(server, port, host);
  for (const work of [deferral, sweeps, announcer]) work.start();
  await runningFile.publish({ url: urls.url });
  const close = async () => {
    runningFile.remove();
    await Promise.all([sweeps.stop(), closeServer(server)]);
    for (const work of [deferral, announcer]) await work.stop(); // deferred events are announced too
    for (const client of Object.values(clients)) client.destroy();
    await database.close();
  };
  return { ...urls, token, close };
}

interface ServerDeps extends Pick<ReceiverOptions, 'dataDir' | 'log'> {
  readonly clients: Readonly<Record<'hooks' | 'reads' | 'sweeps', DynamoDBClient>>;
  /** Returns the current recorder. */
  readonly recorder: () => Recorder;
  readonly settings: ReceiverSettings;
}

/** Creates the HTTP server with the deployed handlers behind it. */
async function createServer({ clients, recorder, settings, dataDir, log }: ServerDeps) {
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
    page: pageResponse(await buildBoard()),
    log: (error) => console.error(String(error)),
  };
  const server = createGateway(
    (event) => receive(event, receiverDeps),
    (event) => read(event, readerDeps),
  );
  return { server, deferral };
}

interface OpenSweepsDeps extends Pick<ServerDeps, 'clients' | 'settings' | 'dataDir'> {
  readonly deferral: Deferral;
  readonly policy: SweepPolicy | undefined;
}

/** Opens the sweeps over the tables, with the media servers of the DATA_DIR. */
function openSweeps({
  clients,
  settings,
  dataDir,
  deferral,
  policy = sweepPolicyOf(settings),
}: OpenSweepsDeps): Sweeps {
  const { streams } = openTables(clients.sweeps);
  const { historyDays } = settings;
  const { countDeferred } = deferral;
  return createSweeps({ streams, historyDays, countDeferred, mediaServers: fileMediaServers(dataDir) }, policy);
}

const openTables = (client: DynamoDBClient) => ({
  streams: new Table(client, STREAMS_TABLE),
  tokens: new Table(client, TOKENS_TABLE),
});

/** Stores the token that `npm start` prints, and revokes those that it printed before. */
async function ensureStartToken(tokens: TokenTable, secret: string): Promise<void> {
  const label = 'npm start';
  const outdated = (await tokens.list()).filter((token) => token.label === label && token.hash !== hashToken(secret));
  await Promise.all(outdated.map(({ hash }) => tokens.revoke(hash)));
  await tokens.create(secret, { scopes, app: EVERY_APP, label, createdAt: Date.now(), expiresAt: null });
}
