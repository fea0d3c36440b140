import { type Command, Option } from 'commander';
import { isKeyExpired, isNotYetValid, type StreamKey } from '../../lambda/tokens/stream-key.ts';
import { tokenIdOf } from '../../lambda/tokens/token.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { formatHour, formatMinute, formatTime } from '../../words/time.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseAppName } from '../tokens/app-name.ts';
import { toKeyJson } from './key-json.ts';
import { purposeText, streamsText } from './key-text.ts';
import { withKeyTable } from './with-key-table.ts';

interface ListKeysOptions {
  readonly app?: string;
  /** In ms. */
  readonly expiring?: number;
  readonly stack?: string;
  readonly json?: true;
}

/** Adds `list`, which prints every key without its secret. */
export function addList(keys: Command): void {
  keys
    .command('list')
    .description('list every key, newest first: when it is valid, when it was last used, how often it let in')
    .addOption(new Option('--app <app>', 'only the keys of this app').argParser(parseAppName))
    .option('--expiring <time>', 'only keys that expire within this time, such as 7d', parseDuration)
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json, ...filter }: ListKeysOptions) =>
      withKeyTable(stack, async ({ keys: table, name }) => {
        const now = Date.now();
        const all = (await table.list()).filter((key) => isListed(key, filter, now));
        const columns = columnsAt(now, detectTerminal(), stack !== undefined);
        if (json) console.log(toPrintableJson(all.map((key) => toKeyJson(key, now))));
        else if (all.length > 0) console.log(renderTable(columns, all, detectTerminal()));
        else if (filter.app !== undefined || filter.expiring !== undefined) console.log(`No such keys in ${name}.`);
        else console.log(`No keys in ${name}: npm run keys -- create --help`);
      }),
    );
}

/** A key that has expired does not expire within any time. */
function isListed({ app, expires }: StreamKey, filter: ListKeysOptions, now: number): boolean {
  if (filter.app !== undefined && app !== filter.app) return false;
  return filter.expiring === undefined || (expires !== null && now < expires && expires <= now + filter.expiring);
}

/** Deployed, a count is a minimum: a process that ends may not have written its last ones. */
function columnsAt(now: number, { colours }: TerminalStyle, isDeployed: boolean): Column<StreamKey>[] {
  return [
    { head: 'ID', text: tokenIdOf, paint: colours.bold },
    { head: 'APP', text: ({ app }) => app, minWidth: 12 },
    { head: 'STREAM', text: streamsText, minWidth: 12 },
    { head: 'FOR', text: ({ use }) => purposeText[use] },
    { head: 'LABEL', text: ({ label }) => label, minWidth: 12 },
    {
      head: 'VALID',
      text: (key) => validityText(key, now),
      paint: (text, key) => (isKeyExpired(key, now) ? colours.red(text) : text),
    },
    { head: 'LAST USED', text: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : formatHour(lastUsedAt, now)) },
    { head: 'LET IN', text: ({ allowed }) => `${isDeployed && allowed > 0 ? 'at least ' : ''}${allowed}` },
  ];
}

function validityText(key: StreamKey, now: number): string {
  const { from, expires } = key;
  if (isKeyExpired(key, now)) return `expired ${formatTime(expires ?? now, now)}`;
  if (!isNotYetValid(key, now)) return expires === null ? 'until revoked' : `until ${formatTime(expires, now)}`;
  const begin = formatMinute(from ?? now, now);
  return expires === null ? `from ${begin}` : `${begin} – ${formatMinute(expires, now)}`;
}
