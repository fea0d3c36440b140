import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AuthorisationLogLine } from '../lambda/authorising/authoriser-deps.ts';
import type { HookLogLine } from '../lambda/receiving/hook-result.ts';
import type { SweepPolicy } from '../lambda/sweeping/sweep.ts';
import { Recorder } from '../lambda/table/recorder.ts';
import { EVERY_APP, hashToken, scopes } from '../lambda/tokens/token.ts';
import { readSettings } from '../lib/settings/read-settings.ts';
import { openAnnouncer } from './announcing/open-announcer.ts';
import { fileMediaServers } from './asking/file-media-servers.ts';
import { createSecret } from './create-secret.ts';
import { createServer, openTables, type ReceiverSettings, type ServerDeps } from './create-server.ts';
import { IN_MEMORY, RunningFile, readStoredToken, storeToken } from './data-dir/data-dir.ts';
import { connect, type Database, startDatabase } from './database/database.ts';
import { TOKENS_TABLE } from './database/embedded-tables.ts';
import type { Deferral } from './deferred/deferral.ts';
import { closeServer, listen, type ServerUrls } from './http/listen.ts';
import { createSweeps, type Sweeps } from './sweeping/create-sweeps.ts';
import { sweepPolicyOf } from './sweeping/sweep-policy.ts';
import { TokenTable } from './token-table.ts';

export interface ReceiverOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** A folder, or `:memory:`. */
  readonly dataDir: string;
  /** A token with every scope, for every app. @default the one stored in the folder, or a new one */
  readonly token?: string | undefined;
  readonly log: (line: HookLogLine) => void;
  /** @default they are not logged */
  readonly logQuestion?: (line: AuthorisationLogLine) => void;
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
  const clients = connectAll(database);
  if (options.database) await prepare(clients.hooks, database.endpoint);
  if (options.token === undefined) await storeToken(dataDir, token);

  const { logQuestion = () => {} } = options;
  const { server, deferral, authoriser } = await createServer({
    ...{ clients, settings, dataDir, log, logQuestion },
    recorder: () => recorder,
  });
  const sweeps = openSweeps({ clients, settings, dataDir, deferral, policy: options.sweepPolicy });
  const urls = await listen(server, port, host);
  const announcer = openAnnouncer({ dataDir, database, boardUrl: settings.boardUrl || urls.url });
  for (const work of [deferral, sweeps, announcer]) work.start();
  await runningFile.publish({ url: urls.url });
  const close = () => closeAll({ runningFile, server, authoriser, sweeps, deferral, announcer, clients, database });
  return { ...urls, token, close };
}

type ReceiverParts = Pick<ServerDeps, 'clients'> &
  Pick<Awaited<ReturnType<typeof createServer>>, 'server' | 'authoriser' | 'deferral'> & {
    readonly runningFile: RunningFile;
    readonly sweeps: Sweeps;
    readonly announcer: ReturnType<typeof openAnnouncer>;
    readonly database: Database;
  };

/** Closes the parts of a receiver, each after those that write to it. */
async function closeAll({ runningFile, server, sweeps, clients, database, ...parts }: ReceiverParts): Promise<void> {
  runningFile.remove();
  await Promise.all([sweeps.stop(), closeServer(server)]);
  await parts.authoriser.close();
  for (const work of [parts.deferral, parts.announcer]) await work.stop(); // deferred events are announced too
  for (const client of Object.values(clients)) client.destroy();
  await database.close();
}

/** Opens a client for each kind of request: a hook never waits for a connection of a read, nor a publisher for one of a hook. */
const connectAll = (database: Database): ServerDeps['clients'] => ({
  hooks: connect(database),
  questions: connect(database),
  counts: connect(database, { maxAttempts: 1 }),
  reads: connect(database),
  sweeps: connect(database),
});

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
  const { historyDays, byDay } = settings;
  const { countDeferred } = deferral;
  const mediaServers = fileMediaServers(dataDir);
  return createSweeps({ streams, historyDays, byDay, countDeferred, mediaServers }, policy);
}

/** Stores the token that `npm start` prints, and revokes those that it printed before. */
async function ensureStartToken(tokens: TokenTable, secret: string): Promise<void> {
  const label = 'npm start';
  const outdated = (await tokens.list()).filter((token) => token.label === label && token.hash !== hashToken(secret));
  await Promise.all(outdated.map(({ hash }) => tokens.revoke(hash)));
  await tokens.create(secret, { scopes, app: EVERY_APP, label, createdAt: Date.now(), expiresAt: null });
}
