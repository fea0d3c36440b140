import { type Command, Option } from 'commander';
import { EVERY_STREAM, type KeyPurpose, keyPurposes, type StreamKey } from '../../lambda/tokens/stream-key.ts';
import { createStreamKey } from '../../local/create-secret.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { toShellWord } from '../../terminal/shell.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseAppName } from '../tokens/app-name.ts';
import { clientSettings, sampleIdOf } from './client-settings.ts';
import { findMediaServer, type MediaServer, parseHost } from './find-media-server.ts';
import { toCreatedJson } from './key-json.ts';
import { parseKeyStream, type StreamOptions } from './key-stream.ts';
import { purposeText, streamsText } from './key-text.ts';
import { parseTimeOption, type TimeOption, toValidity } from './parse-validity.ts';
import { type KeyConnection, withKeyTable } from './with-key-table.ts';

interface CreateKeyOptions extends StreamOptions {
  readonly app: string;
  readonly for: KeyPurpose;
  readonly from?: TimeOption;
  readonly expires?: TimeOption;
  readonly label: string;
  readonly server?: string;
  readonly stack?: string;
  readonly json?: true;
}

/** Adds `create`, which creates a key and prints what to type, the only time that the key is shown. */
export function addCreate(keys: Command): void {
  keys
    .command('create')
    .description('create a key and print what a publisher or a player types; the key itself is not stored')
    .addOption(new Option('--app <app>', 'the app in the URL at which the media server asks').argParser(parseAppName).makeOptionMandatory()) // biome-ignore format: an option a line
    .option('--stream <id>', 'for this stream')
    .option('--prefix <text>', 'for every stream whose id begins so')
    .option('--any', 'for every stream of the app')
    .addOption(new Option('--for <use>', 'what it is for').choices(keyPurposes).default('publish'))
    .option('--from <time>', 'when it begins: in some time, such as 30m, or at one, such as 2026-12-24T18:00:00Z (default: now)', parseTimeOption) // biome-ignore format: an option a line
    .option('--expires <time>', 'when it ends: so long after --from, or after now, such as 8h or 90d, or at a time (default: when it is revoked)', parseTimeOption) // biome-ignore format: an option a line
    .option('--label <text>', 'a note, such as who has it', '')
    .option('--server <host>', 'the media server, for what is printed (default: that of npm run servers)', parseHost)
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((options: CreateKeyOptions) => {
      const newKey = toKey(options, Date.now());
      return withKeyTable(options.stack, (connection) => create(connection, newKey, options), 'create');
    });
}

type NewKey = Omit<StreamKey, 'hash' | 'lastUsedAt' | 'allowed'>;

function toKey({ app, label, for: use, from, expires, ...streams }: CreateKeyOptions, createdAt: number): NewKey {
  return { app, stream: parseKeyStream(streams), use, label, createdAt, ...toValidity(from, expires, createdAt) };
}

async function create(connection: KeyConnection, newKey: NewKey, options: CreateKeyOptions): Promise<void> {
  const secret = createStreamKey();
  const key = await connection.keys.create(secret, newKey);
  if (options.json) return console.log(toPrintableJson(toCreatedJson(key, secret)));
  const server = await findMediaServer(key.app, options.server, options.stack);
  console.log([...describeCreated(key, secret, server, connection), tokenNote(key, options)].join('\n'));
}

function describeCreated(key: StreamKey, secret: string, server: MediaServer, { name }: KeyConnection): string[] {
  const { colours } = detectTerminal();
  const { id, from, expires } = toCreatedJson(key, secret);
  const validity = `${from === null ? '' : `from ${from} `}until ${expires ?? 'it is revoked'}`;
  const streams = toPrintable(`${streamsText(key)} of ${key.app}`);
  const settings = [['Key', secret], ...clientSettings(key, secret, server)] as const;
  return [
    `Key ${colours.bold(id)} in ${name}: ${purposeText[key.use]} ${streams}, ${validity}`,
    '',
    ...settings.map(([label, text]) => `${label.padEnd(14)}${colours.cyan(toPrintable(text))}`),
    '',
    'The key is shown only once: only its hash is stored.',
    ...exampleNote(key),
  ];
}

/** A key does nothing unless the media server asks. */
function tokenNote({ app }: StreamKey, { stack }: CreateKeyOptions): string {
  const words = ['--app', app, '--scope', 'authorize', ...(stack === undefined ? [] : ['--stack', stack])];
  return toPrintable(`It counts once the media server asks: npm run tokens -- create ${words.map(toShellWord).join(' ')}`); // biome-ignore format: a sentence
}

function exampleNote(key: StreamKey): string[] {
  if (key.use === 'play' || !key.stream.endsWith(EVERY_STREAM)) return [];
  const prefix = key.stream.slice(0, -1);
  return [`Replace ${sampleIdOf(key)} with the id of ${prefix === '' ? 'any stream' : `a stream that begins with ${prefix}`}.`]; // biome-ignore format: a sentence
}
