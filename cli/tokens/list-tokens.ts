import type { Command } from 'commander';
import { EVERY_APP, isExpired, type Token } from '../../lambda/tokens/token.ts';
import { shortTime } from '../../terminal/local-time.ts';
import { jsonText } from '../../terminal/printable.ts';
import { lookOf } from '../../terminal/run-command.ts';
import { type Column, type Look, tableOf } from '../../terminal/text-table.ts';
import { stackOption } from '../place/with-place.ts';
import { idOf, tokenJson } from './token-json.ts';
import { withTokens } from './with-tokens.ts';

/** Adds `list`: every token, without its secret, which nobody knows. */
export function addList(tokens: Command): void {
  tokens
    .command('list')
    .description('every token, the newest first')
    .option(...stackOption)
    .option('--json', 'for machines')
    .action(({ stack, json }: { stack?: string; json?: boolean }) =>
      withTokens(stack, async (place) => {
        const now = Date.now();
        const known = await place.tokens.list();
        if (json) console.log(jsonText(known.map((token) => tokenJson(token, now))));
        else if (known.length === 0) console.log(`No tokens in ${place.name}: npm run tokens -- create --help`);
        else console.log(tableOf(columnsAt(now, lookOf()), known, lookOf()));
      }),
    );
}

function columnsAt(now: number, { colours }: Look): Column<Token>[] {
  return [
    { head: 'ID', text: idOf, paint: colours.bold },
    { head: 'SCOPES', text: ({ scopes }) => scopes.join(', ') },
    { head: 'APP', text: ({ app }) => (app === EVERY_APP ? 'every app' : app), least: 12 },
    { head: 'LABEL', text: ({ label }) => label, least: 12 },
    { head: 'CREATED', text: ({ createdAt }) => shortTime(createdAt, now) },
    {
      head: 'EXPIRES',
      text: (token) => {
        if (token.expiresAt === null) return 'never';
        return `${isExpired(token, now) ? 'expired ' : ''}${shortTime(token.expiresAt, now)}`;
      },
      paint: (text, token) => (isExpired(token, now) ? colours.red(text) : text),
    },
  ];
}
