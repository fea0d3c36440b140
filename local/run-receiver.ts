import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { buildBoard } from '../board/build.ts';
import { pageAnswer } from '../lambda/reading/page.ts';
import { type Reading, read } from '../lambda/reading/read.ts';
import { allowListOf } from '../lambda/receiving/allow-list.ts';
import { Patience } from '../lambda/receiving/circuit-breaker.ts';
import { type HookLine, type Receiving, receive } from '../lambda/receiving/receive.ts';
import { Recorder } from '../lambda/table/record.ts';
import { Table } from '../lambda/table/table.ts';
import { EVERY_APP, hashOf, scopes } from '../lambda/tokens/token.ts';
import { TokenLookUp } from '../lambda/tokens/token-cache.ts';
import { readSettings } from '../lib/settings/read-settings.ts';
import type { Settings } from '../lib/settings/settings.ts';
import { Announcement } from './announcement.ts';
import { keepToken, keptToken } from './data-dir.ts';
import { connect, type Database, IN_MEMORY, STREAMS_TABLE, startDatabase, TOKENS_TABLE } from './database.ts';
import { openDeferring } from './deferred/defer-on-disk.ts';
import { createGateway } from './gateway.ts';
import { httpUrl, networkAddresses, ownAddress } from './listening-addresses.ts';
import { lostKey } from './lost-key.ts';
import { newSecret, TokenTable } from './token-table.ts';

/** How the receiver of this machine is run. */
export interface Options {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** A folder, or `:memory:`. */
  readonly dataDir: string;
  /** A secret for every scope and app; undefined takes the one kept in the folder, or makes one. */
  readonly token?: string | undefined;
  readonly log: (line: HookLine) => void;
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
const TABLES_MS = 1_000;

/** How long connections are taken once the receiver is told to end, in ms: those that wait to be taken would be reset. */
const ACCEPTING_MS = 500;

/** How long a request in flight may take to end once the receiver is told to, in ms. */
const GRACE_MS = 3_000;

/** Starts the whole receiver: the handlers that are deployed, an HTTP API before them and a DynamoDB behind them. */
export async function startReceiver({ port, host, dataDir, token, log, ...given }: Options): Promise<Receiver> {
  const secret = token ?? keptToken(dataDir) ?? newSecret();
  const settings = given.settings ?? readSettings({});
  const announcement = new Announcement(dataDir, { token: secret });
  let recorder = new Recorder(settings);
  const prepare = async (client: DynamoDBClient, dynamodb: string) => {
    if (dataDir === IN_MEMORY) recorder = new Recorder(settings); // the other one knows what is lost
    await admit(new TokenTable(client, TOKENS_TABLE), secret);
    await announcement.add({ dynamodb });
  };
  const database = given.database ?? (await startDatabase(dataDir, prepare));
  const client = connect(database);
  if (given.database) await prepare(client, database.endpoint);
  const tables = tablesOf(client);
  if (token === undefined) await keepToken(dataDir, secret);

  const lookUp = new TokenLookUp(TABLES_MS / 2);
  const deferring = await openDeferring(dataDir, { ...tables, recorder, lookUp }, log);
  const { secondSink } = deferring;
  const receiving: Receiving = {
    ...tables,
    get recorder() {
      return recorder;
    },
    lookUp,
    allowList: allowListOf(settings.allowList),
    patience: new Patience(TABLES_MS),
    secondSink,
    lostKey: await lostKey(dataDir),
    log,
  };
  const readingClient = connect(database); // hooks wait for no connection that a question has
  const reading: Reading = {
    ...tablesOf(readingClient),
    lookUp,
    page: pageAnswer(await buildBoard()),
    log: (error) => console.error(String(error)),
  };
  const server = createGateway(
    (event) => receive(event, receiving),
    (event) => read(event, reading),
  );
  const bound = await listen(server, port, host);
  const { url } = bound;
  deferring.start();
  await announcement.add({ url });
  const close = async () => {
    announcement.takeBack();
    await closeServer(server);
    await deferring.end();
    client.destroy();
    readingClient.destroy();
    await database.close();
  };
  return { ...bound, token: secret, close };
}

const tablesOf = (client: DynamoDBClient) => ({
  streams: new Table(client, STREAMS_TABLE),
  tokens: new Table(client, TOKENS_TABLE),
});

/** The row of the secret that `npm start` prints; one that it printed before is good no longer. */
async function admit(tokens: TokenTable, secret: string): Promise<void> {
  const label = 'npm start';
  const earlier = (await tokens.list()).filter((token) => token.label === label && token.hash !== hashOf(secret));
  await Promise.all(earlier.map(({ hash }) => tokens.revoke(hash)));
  await tokens.create(secret, { scopes, app: EVERY_APP, label, createdAt: Date.now(), expiresAt: null });
}

async function listen(server: Server, port: number, host: string): Promise<Pick<Receiver, 'url' | 'networkUrls'>> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, port: bound } = server.address() as AddressInfo; // a server that listens on TCP has one
  const networkUrls = networkAddresses(address, networkInterfaces()).map((one) => httpUrl(one, bound));
  return { url: httpUrl(ownAddress(address), bound), networkUrls };
}

async function closeServer(server: Server): Promise<void> {
  await setTimeout(ACCEPTING_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  const grace = new AbortController();
  const late = setTimeout(GRACE_MS, undefined, grace).then(() => server.closeAllConnections());
  await closed;
  grace.abort();
  await late.catch(() => {}); // it was not needed
}
