import '../terminal/sdk-warnings.ts';
import { Command } from 'commander';
import { resolveSettings } from '../lib/settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName } from '../lib/settings/settings-file.ts';
import { detectTerminal } from '../terminal/run-command.ts';
import { DEFAULT_DATA_DIR } from './data-dir/data-dir.ts';
import { explainDataDirError, rootCause } from './data-dir/explain-data-dir-error.ts';
import { formatHookLine } from './hook-line.ts';
import { startReceiver } from './start-receiver.ts';
import { startupBanner } from './startup-banner.ts';

const { PORT = '3000', TOKEN = '' } = process.env;
const HOST = process.env.HOST || '127.0.0.1'; // nothing at all would be every address
const DATA_DIR = process.env.DATA_DIR || DEFAULT_DATA_DIR;

const { colours } = detectTerminal();

/** Ends what has been started so far. */
let close = async (): Promise<void> => {};

await new Command('npm start')
  .usage('[-- --help]')
  .description('The whole receiver on this machine: no AWS account, no Docker.')
  .showSuggestionAfterError(false)
  .addHelpText(
    'after',
    `
Environment variables:
  PORT      the port it listens on; 0 takes a free one (default: 3000)
  HOST      the address it listens on; 0.0.0.0 is every one of this machine (default: 127.0.0.1)
  DATA_DIR  the folder of its data; :memory: keeps nothing (default: ${DEFAULT_DATA_DIR})
  TOKEN     the secret in its URLs (default: one is made, and kept in DATA_DIR)
  SETTINGS  the file of settings, which a deployment reads too (default: settings.json)

Examples:
  npm start
  PORT=3001 DATA_DIR=.local-2 npm start      a second one
  HOST=0.0.0.0 npm start                     for a media server on another machine`,
  )
  .action(start)
  .parseAsync()
  .catch((error) => {
    console.error(explainStartError(error));
    process.exit(1); // what was half started must not keep the process
  });

async function start(): Promise<void> {
  exitOnSignals();
  // Whoever read the lines has gone, or their disk is full: that is no reason to refuse hooks.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const port = /^\d+$/.test(PORT) ? Number(PORT) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`PORT: received "${PORT}", expected a number from 0 to 65535.`);
  if (!/^[\x21-\x7e]*$/.test(TOKEN))
    throw new Error(
      'TOKEN: expected letters, digits and signs of ASCII, without a blank: a URL and a header carry it.',
    );
  const log = (line: Parameters<typeof formatHookLine>[0]) => console.log(formatHookLine(line, colours));
  const settings = resolveSettings({ file: readSettingsFile(), fileName: settingsFileName() });
  const options = { port, host: HOST, dataDir: DATA_DIR, token: TOKEN || undefined, settings, log };
  const receiver = await startReceiver(options);
  close = receiver.close;
  console.log(startupBanner(receiver, DATA_DIR, colours));
}

/** Signals may come twice, to the process and to its group: the second changes nothing. */
function exitOnSignals(): void {
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}

/** One line for what a person can mend; the whole error for what is ours. */
function explainStartError(error: unknown): string {
  const { code } = rootCause(error);
  if (code === 'EADDRINUSE')
    return `Port ${PORT} is in use: end what holds it, or choose another, as in PORT=3001 npm start (0 takes a free one).`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST: received "${HOST}", expected an address of this machine, such as 127.0.0.1.`;
  if (code === 'EACCES' && Number(PORT) < 1024 && Number(PORT) > 0)
    return `Port ${PORT} is for root alone: choose one above 1023, as in PORT=3000 npm start.`;
  return explainDataDirError(error, DATA_DIR) ?? (error instanceof Error ? error.message : String(error));
}
