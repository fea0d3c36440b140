import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { buildBoard } from '../board/build.ts';
import { pageResponse } from '../lambda/reading/page.ts';
import { type ReaderDeps, read } from '../lambda/reading/read.ts';
import { parseAllowList } from '../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../lambda/receiving/circuit-breaker.ts';
import { type HookLogLine, type ReceiverDeps, receive } from '../lambda/receiving/receive.ts';
import { Recorder } from '../lambda/table/record.ts';
import { Table } from '../lambda/table/table.ts';
import { EVERY_APP, hashToken, scopes } from '../lambda/tokens/token.ts';
import { TokenCache } from '../lambda/tokens/token-cache.ts';
import { readSettings } from '../lib/settings/read-settings.ts';
import type { Settings } from '../lib/settings/settings.ts';
import { IN_MEMORY, RunningFile, readStoredToken, storeToken } from './data-dir/data-dir.ts';
import { ensureLostKey } from './data-dir/lost-key.ts';
import { connect, type Database, STREAMS_TABLE, startDatabase, TOKENS_TABLE } from './database/database.ts';
import { openDeferral } from './deferred/deferral.ts';
import { createGateway } from './http/gateway.ts';
import { httpUrl, localAddress, networkAddresses } from './http/listening-addresses.ts';
import { createSecret, TokenTable } from './token-table.ts';

/** How the receiver of this machine is run. */
export interface ReceiverOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** A folder, or `:memory:`. */
  readonly dataDir: string;
  /** A secret for every scope and app; undefined takes the one kept in the folder, or makes one. */
  readonly token?: string | undefined;
  readonly log: (line: HookLogLine) => void;
  /** Where the tables are. @default an embedded one, in the folder */
  readonly database?: Database;
  /** What was chosen, as for a deployment. @default the defaults */
  readonly settings?: Pick<Settings, 'historyDays' | 'keepHeartbeats' | 'healthHistory' | 'allowList'>;
}

export interface Receiver {
  /** Where it answers this machine, without a slash at the end. */
  readonly url: string;
  /** Where it answers other machines, when it listens on every address. */
  readonly networkUrls: readonly string[];
  readonly token: string;
  /** Answers what is in flight, then ends. */
  readonly close: () => Promise<void>;
}

/** How long the tables may take, in ms: a disk that is busy needs much of the rest until a file is on it. */
const TABLE_TIMEOUT_MS = 1_000;

/** How long connections are taken once the receiver is told to end, in ms: those that wait to be taken would be reset. */
const ACCEPT_AFTER_STOP_MS = 500;

/** How long a request in flight may take to end once the receiver is told to, in ms. */
const SHUTDOWN_GRACE_MS = 3_000;

/** Starts the whole receiver: the handlers that are deployed, an HTTP API before them and a DynamoDB behind them. */
export async function startReceiver({
  port,
  host,
  dataDir,
  token,
  log,
  ...options
}: ReceiverOptions): Promise<Receiver> {
  const secret = token ?? readStoredToken(dataDir) ?? createSecret();
  const settings = options.settings ?? readSettings({});
  const announcement = new RunningFile(dataDir, { token: secret });
  let recorder = new Recorder(settings);
  const prepare = async (client: DynamoDBClient, dynamodb: string) => {
    if (dataDir === IN_MEMORY) recorder = new Recorder(settings); // the other one knows what is lost
    await ensureStartToken(new TokenTable(client, TOKENS_TABLE), secret);
    await announcement.publish({ dynamodb });
  };
  const database = options.database ?? (await startDatabase(dataDir, prepare));
  const client = connect(database);
  if (options.database) await prepare(client, database.endpoint);
  const tables = openTables(client);
  if (token === undefined) await storeToken(dataDir, secret);

  const lookUp = new TokenCache(TABLE_TIMEOUT_MS / 2);
  const deferral = await openDeferral(dataDir, { ...tables, recorder, lookUp }, log);
  const { secondSink } = deferral;
  const receiving: ReceiverDeps = {
    ...tables,
    get recorder() {
      return recorder;
    },
    lookUp,
    allowList: parseAllowList(settings.allowList),
    patience: new TableCircuitBreaker(TABLE_TIMEOUT_MS),
    secondSink,
    lostKey: await ensureLostKey(dataDir),
    log,
  };
  const readingClient = connect(database); // hooks wait for no connection that a question has
  const reading: ReaderDeps = {
    ...openTables(readingClient),
    lookUp,
    page: pageResponse(await buildBoard()),
    log: (error) => console.error(String(error)),
  };
  const server = createGateway(
    (event) => receive(event, receiving),
    (event) => read(event, reading),
  );
  const bound = await listen(server, port, host);
  const { url } = bound;
  deferral.start();
  await announcement.publish({ url });
  const close = async () => {
    announcement.remove();
    await closeServer(server);
    await deferral.end();
    client.destroy();
    readingClient.destroy();
    await database.close();
  };
  return { ...bound, token: secret, close };
}

const openTables = (client: DynamoDBClient) => ({
  streams: new Table(client, STREAMS_TABLE),
  tokens: new Table(client, TOKENS_TABLE),
});

/** The row of the secret that `npm start` prints; one that it printed before is good no longer. */
async function ensureStartToken(tokens: TokenTable, secret: string): Promise<void> {
  const label = 'npm start';
  const outdated = (await tokens.list()).filter((token) => token.label === label && token.hash !== hashToken(secret));
  await Promise.all(outdated.map(({ hash }) => tokens.revoke(hash)));
  await tokens.create(secret, { scopes, app: EVERY_APP, label, createdAt: Date.now(), expiresAt: null });
}

async function listen(server: Server, port: number, host: string): Promise<Pick<Receiver, 'url' | 'networkUrls'>> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, port: bound } = server.address() as AddressInfo; // a server that listens on TCP has one
  const networkUrls = networkAddresses(address, networkInterfaces()).map((host) => httpUrl(host, bound));
  return { url: httpUrl(localAddress(address), bound), networkUrls };
}

async function closeServer(server: Server): Promise<void> {
  await setTimeout(ACCEPT_AFTER_STOP_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  const grace = new AbortController();
  const forceClose = setTimeout(SHUTDOWN_GRACE_MS, undefined, grace).then(() => server.closeAllConnections());
  await closed;
  grace.abort();
  await forceClose.catch(() => {}); // it was not needed
}
