import { Command } from 'commander';
import { resolveSettings } from '../lib/settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName, settingsFilePath } from '../lib/settings/settings-file.ts';
import { DEFAULT_DATA_DIR } from './data-dir/data-dir.ts';
import { explainDataDirError, findRootCause } from './data-dir/explain-data-dir-error.ts';
import type { ReceiverOptions } from './start-receiver.ts';
import { sweepPolicyOf } from './sweeping/sweep-policy.ts';

const environmentHelp = `
Environment variables:
  PORT      the port it listens on; 0 takes a free one (default: 3000)
  HOST      the address it listens on; 0.0.0.0 for every address of this machine (default: 127.0.0.1)
  DATA_DIR  the folder of its data; :memory: stores nothing on the disk (default: ${DEFAULT_DATA_DIR})
  TOKEN     the secret in its URLs (default: a random one, stored in DATA_DIR)
  SETTINGS  the settings file, which a deployment also reads (default: settings.json)

To see presumed ends sooner than they happen:
  SWEEP_SECONDS          the time between two looks at all live streams; 0 for none (default: the setting sweepMinutes)
  PRESUME_ENDED_MINUTES  a stream whose heartbeats stopped longer ago has ended; 0 for never, fractions are accepted
                         (default: the setting presumeEndedMinutes)

Examples:
  npm start
  PORT=3001 DATA_DIR=.local-2 npm start      a second receiver
  HOST=0.0.0.0 npm start                     for a media server on another machine
  SWEEP_SECONDS=5 PRESUME_ENDED_MINUTES=0.5 npm start`;

/** Creates the command line of `npm start`, which has no options of its own. */
export function createStartCommand(): Command {
  return new Command('npm start')
    .usage('[-- --help]')
    .description('Runs the whole receiver on this machine: no AWS account, no Docker.')
    .showSuggestionAfterError(false)
    .addHelpText('after', environmentHelp);
}

const MAX_PORT = 65_535;

/** Returns the variables with their defaults. An empty HOST would mean every address, so it counts as absent. */
const withDefaults = ({ PORT = '3000', TOKEN = '', HOST, DATA_DIR }: NodeJS.ProcessEnv) => ({
  PORT,
  TOKEN,
  HOST: HOST || '127.0.0.1',
  DATA_DIR: DATA_DIR || DEFAULT_DATA_DIR,
});

/** Reads the environment variables, and the settings file. Throws one line when one of them cannot be used. */
export function readStartOptions(env: NodeJS.ProcessEnv) {
  const { PORT, HOST, DATA_DIR, TOKEN } = withDefaults(env);
  const port = /^\d+$/.test(PORT) ? Number(PORT) : Number.NaN;
  if (!(port <= MAX_PORT)) throw new Error(`PORT: received "${PORT}", expected a number from 0 to ${MAX_PORT}.`);
  if (!/^[\x21-\x7e]*$/.test(TOKEN))
    throw new Error('TOKEN: expected printable ASCII without spaces, which fits into a URL and a header.');
  const settings = resolveSettings({ file: readSettingsFile(settingsFilePath(env)), fileName: settingsFileName(env) });
  return {
    port,
    host: HOST,
    dataDir: DATA_DIR,
    token: TOKEN || undefined,
    settings,
    sweepPolicy: sweepPolicyOf(settings, env),
  } satisfies Partial<ReceiverOptions>;
}

/** Returns one line that says why `npm start` failed, and what to do where the user can fix it. */
export function explainStartError(error: unknown, env: NodeJS.ProcessEnv): string {
  const { PORT, HOST, DATA_DIR } = withDefaults(env);
  const { code } = findRootCause(error);
  if (code === 'EADDRINUSE')
    return `Port ${PORT} is in use: stop the process that uses it, or choose another, as in PORT=3001 npm start (0 takes a free one).`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST: received "${HOST}", expected an address of this machine, such as 127.0.0.1.`;
  if (code === 'EACCES' && Number(PORT) < 1024 && Number(PORT) > 0)
    return `Port ${PORT} is for root only: choose one above 1023, as in PORT=3000 npm start.`;
  return explainDataDirError(error, DATA_DIR) ?? (error instanceof Error ? error.message : String(error));
}
