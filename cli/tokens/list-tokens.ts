import type { Command } from 'commander';
import { EVERY_APP, isExpired, type Token, tokenIdOf } from '../../lambda/tokens/token.ts';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { formatHour, formatMinute, formatTime } from '../../words/time.ts';
import { stackOption } from '../connection/with-connection.ts';
import { scopesText, toTokenJson } from './token-json.ts';
import { readTokenUses } from './token-uses.ts';
import { type TokenConnection, withTokenTable } from './with-token-table.ts';

/** A token, with the start of the hour in which its hooks last came (ms since the epoch); null when none is noted. */
interface ListedToken extends Token {
  readonly lastHookAt: number | null;
}

/** Adds `list`, which prints every token without its secret. */
export function addList(tokens: Command): void {
  tokens
    .command('list')
    .description('list every token, newest first, with the hour in which its hooks last came')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json }: { stack?: string; json?: boolean }) =>
      withTokenTable(stack, async (connection) => {
        const now = Date.now();
        const all = await listTokens(connection);
        if (json) console.log(toPrintableJson(all.map((token) => toListedJson(token, now))));
        else if (all.length === 0) console.log(`No tokens in ${connection.name}: npm run tokens -- create --help`);
        else console.log(renderTable(columnsAt(now, detectTerminal()), all, detectTerminal()));
      }),
    );
}

async function listTokens({ tokens, streams }: TokenConnection): Promise<ListedToken[]> {
  const [all, uses] = await Promise.all([tokens.list(), readTokenUses(streams)]);
  return all.map((token) => ({ ...token, lastHookAt: uses.get(token.hash) ?? null }));
}

/** Converts a token to its JSON output; `lastHookAt` is the start of an hour. */
const toListedJson = (token: ListedToken, now: number) => ({
  ...toTokenJson(token, now),
  lastHookAt: token.lastHookAt === null ? null : new Date(token.lastHookAt).toISOString(),
});

function columnsAt(now: number, { colours }: TerminalStyle): Column<ListedToken>[] {
  return [
    { head: 'ID', text: tokenIdOf, paint: colours.bold },
    { head: 'SCOPES', text: scopesText },
    { head: 'APP', text: ({ app }) => (app === EVERY_APP ? 'every app' : app), minWidth: 10 },
    { head: 'LABEL', text: ({ label }) => label, minWidth: 8 },
    { head: 'CREATED', text: ({ createdAt }) => formatTime(createdAt, now), isOptional: true },
    {
      head: 'EXPIRES',
      text: (token) => {
        if (token.expiresAt === null) return 'never';
        return `${isExpired(token, now) ? 'expired ' : ''}${formatMinute(token.expiresAt, now)}`;
      },
      paint: (text, token) => (isExpired(token, now) ? colours.red(text) : text),
    },
    {
      head: 'LAST HOOK',
      text: ({ lastHookAt }) => (lastHookAt === null ? null : formatHour(lastHookAt, now)),
    },
  ];
}
