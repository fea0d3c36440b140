import type { Command } from 'commander';
import { EVERY_APP, isExpired, type Token, tokenIdOf } from '../../lambda/tokens/token.ts';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { formatTime } from '../../words/time.ts';
import { stackOption } from '../connection/with-connection.ts';
import { scopesText, toTokenJson } from './token-json.ts';
import { withTokenTable } from './with-token-table.ts';

/** Adds `list`, which prints every token without its secret. */
export function addList(tokens: Command): void {
  tokens
    .command('list')
    .description('list every token, newest first')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json }: { stack?: string; json?: boolean }) =>
      withTokenTable(stack, async ({ tokens: table, name }) => {
        const now = Date.now();
        const all = await table.list();
        if (json) console.log(toPrintableJson(all.map((token) => toTokenJson(token, now))));
        else if (all.length === 0) console.log(`No tokens in ${name}: npm run tokens -- create --help`);
        else console.log(renderTable(columnsAt(now, detectTerminal()), all, detectTerminal()));
      }),
    );
}

function columnsAt(now: number, { colours }: TerminalStyle): Column<Token>[] {
  return [
    { head: 'ID', text: tokenIdOf, paint: colours.bold },
    { head: 'SCOPES', text: scopesText },
    { head: 'APP', text: ({ app }) => (app === EVERY_APP ? 'every app' : app), minWidth: 12 },
    { head: 'LABEL', text: ({ label }) => label, minWidth: 12 },
    { head: 'CREATED', text: ({ createdAt }) => formatTime(createdAt, now) },
    {
      head: 'EXPIRES',
      text: (token) => {
        if (token.expiresAt === null) return 'never';
        return `${isExpired(token, now) ? 'expired ' : ''}${formatTime(token.expiresAt, now)}`;
      },
      paint: (text, token) => (isExpired(token, now) ? colours.red(text) : text),
    },
  ];
}
