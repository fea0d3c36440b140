import { type Command, Option } from 'commander';
import type { ServerCheck } from '../../lambda/asking/check-server.ts';
import type { RegisteredServer } from '../../lambda/asking/media-servers.ts';
import { parseServerUrl } from '../../lambda/asking/server-url.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import { parseAppName } from '../tokens/app-name.ts';
import { type FailedCheck, formatCheck, toCheckJson } from './check-json.ts';
import { readJwtSecret } from './jwt-secret.ts';
import type { ServerStore } from './server-store.ts';
import { withServerStore } from './with-server-store.ts';

interface AddServerOptions {
  readonly app: string;
  readonly url: string;
  /** False with `--no-jwt`. */
  readonly jwt: boolean;
  /** Refused, and not an unknown option, which commander would quote. */
  readonly jwtSecret?: unknown;
  readonly stack?: string;
  readonly json?: true;
}

/** Adds `add`, which registers a media server, asks it once, and says what was heard. It is kept whatever that is. */
export function addAdd(servers: Command): void {
  servers
    .command('add')
    .description('register the media server of an app, or replace it; then ask it once, and say what was heard')
    .addOption(new Option('--app <app>', 'the app in the URL of its hooks').argParser(parseAppName).makeOptionMandatory()) // biome-ignore format: an option a line
    .addOption(new Option('--url <url>', 'the application, such as https://media.example.com:5443/LiveApp').makeOptionMandatory()) // biome-ignore format: an option a line
    .option(
      '--no-jwt',
      'the application takes requests without a JWT; else its secret is read from a prompt or from standard input',
    )
    .option(...stackOption)
    .option('--json', 'JSON output')
    .addOption(new Option('--jwt-secret [secret]').hideHelp())
    .action((options: AddServerOptions) => {
      if (options.jwtSecret !== undefined) throw new Error(SECRET_IN_ARGUMENT);
      const url = parseServerUrl(options.url); // not by commander, which would quote it, and a password with it
      return withServerStore(options.stack, (store) => add(store, { ...options, url }));
    });
}

const SECRET_IN_ARGUMENT =
  'Received --jwt-secret, expected the secret at the prompt or on standard input, as in < secret.txt: arguments are visible to others and stay in the history of the shell.';

async function add(store: ServerStore, { app, url, jwt, json }: AddServerOptions): Promise<void> {
  const server: RegisteredServer = { url, jwtSecret: jwt ? await readJwtSecret(app) : null };
  await store.put(app, server);
  const check = await tryCheck(store, app);
  if (json) return console.log(toPrintableJson({ app, url, jwt, check: toCheckJson(check) }));
  const registered = `Registered ${url} for ${app} in ${store.name}${jwt ? '' : ', without a JWT'}.`;
  const warning =
    jwt && isReadableByOthers(url) ? ' Others can read its JWT, which is sent over plain HTTP: use https.' : '';
  console.log(toPrintable(`${registered} ${formatCheck(check)}${warning}`));
}

/** Whether requests leave this machine unencrypted. */
function isReadableByOthers(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** The server is kept by now: that it cannot be asked is something to say, no failure of the command. */
async function tryCheck(store: ServerStore, app: string): Promise<ServerCheck | FailedCheck> {
  try {
    return await store.check(app);
  } catch (error) {
    const explained = explainAwsError(error);
    return { error: explained instanceof Error ? explained.message : String(explained) };
  }
}
