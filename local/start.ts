import { chosenSettings } from '../lib/chosen-settings.ts';
import { readSettingsFile } from '../lib/settings-file.ts';
import { DEFAULT_DATA_DIR } from './data-dir.ts';
import { pathSegment } from './gateway-path.ts';
import { hookLine } from './hook-line.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { lookOf } from './terminal/command.ts';
import { boardLine, boardUrl, USUAL_APP, webhookLine, webhookUrl } from './tokens/urls.ts';

const { PORT = '3000', HOST = '127.0.0.1', DATA_DIR = DEFAULT_DATA_DIR, TOKEN = '' } = process.env;

const { colours } = lookOf();

/** Ends what has been started so far. */
let close = async (): Promise<void> => {};

endOnSignals();
process.stdout.on('error', () => {}); // whoever read the lines has gone: that is no reason to refuse hooks
try {
  const port = /^\d+$/.test(PORT) ? Number(PORT) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`PORT: received "${PORT}", expected a number from 0 to 65535.`);
  if (!/^[\x21-\x7e]*$/.test(TOKEN))
    throw new Error(
      'TOKEN: expected letters, digits and signs of ASCII, without a blank: a URL and a header carry it.',
    );
  const log = (line: Parameters<typeof hookLine>[0]) => console.log(hookLine(line, colours));
  const settings = chosenSettings({ file: readSettingsFile() });
  const options = { port, host: HOST, dataDir: DATA_DIR, token: TOKEN || undefined, settings, log };
  const receiver = await startReceiver(options);
  close = receiver.close;
  greet(receiver);
} catch (error) {
  console.error(explain(error));
  process.exit(1); // what was half started must not keep the process
}

function greet({ url, token }: Receiver): void {
  console.log(`Receiver of Ant Media Server's webhooks; its data is in ${DATA_DIR}\n`);
  console.log(webhookLine(webhookUrl(url, USUAL_APP, pathSegment(token)), colours));
  console.log(`${boardLine(boardUrl(url, encodeURIComponent(token)), colours)}\n`);
  console.log(colours.dim('Each hook is a line below. Ctrl-C ends the receiver and loses nothing.\n'));
}

/** Signals may come twice, to the process and to its group: the second changes nothing. */
function endOnSignals(): void {
  let ends = false;
  const end = async () => {
    if (ends) return;
    ends = true;
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}

/** One line for what a person can mend; the whole error for what is ours. */
function explain(error: unknown): string {
  const code = causeOf(error);
  if (code === 'EADDRINUSE')
    return `Port ${PORT} is in use: end what holds it, or choose another, as in PORT=3001 npm start (0 takes a free one).`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST: received "${HOST}", expected an address of this machine, such as 127.0.0.1.`;
  if (code === 'EACCES' && Number(PORT) < 1024 && Number(PORT) > 0)
    return `Port ${PORT} is for root alone: choose one above 1023, as in PORT=3000 npm start.`;
  if (code === 'LEVEL_LOCKED')
    return `${DATA_DIR} is in use by another receiver: end it, or choose another folder, as in DATA_DIR=.local-2 npm start.`;
  if (code !== undefined)
    return `The data folder ${DATA_DIR} cannot be written (${code}): choose another, as in DATA_DIR=/tmp/streams npm start.`;
  return error instanceof Error ? error.message : String(error);
}

/** The innermost code of an error: LevelDB wraps the system's. */
function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return causeOf(error.cause) ?? ('code' in error ? String(error.code) : undefined);
}
