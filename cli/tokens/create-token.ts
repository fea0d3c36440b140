import { type Command, Option } from 'commander';
import { EVERY_APP, type Scope, scopes, type Token } from '../../lambda/tokens/token.ts';
import { createSecret } from '../../local/token-table.ts';
import { boardLine, boardUrl, DEFAULT_APP, webhookLine, webhookUrl } from '../../local/webhook-urls.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption } from '../connection/with-connection.ts';
import { readAppName } from './app-name.ts';
import { toTokenJson } from './token-json.ts';
import { type TokenConnection, withTokenTable } from './with-token-table.ts';

interface CreateTokenOptions {
  readonly scope: readonly Scope[];
  readonly app?: string;
  readonly everyApp?: boolean;
  readonly label: string;
  /** In ms. */
  readonly expires?: number;
}

/** Adds `create`: it makes a token, and shows its secret this once. */
export function addCreate(tokens: Command): void {
  tokens
    .command('create')
    .description('makes a token and prints its secret, which is kept nowhere')
    .addOption(new Option('--scope <scope...>', 'what it may be used for').choices(scopes).default(['hooks']))
    .addOption(new Option('--app <app>', 'the one app it is for').argParser(readAppName).conflicts('everyApp'))
    .option('--every-app', 'it is for every app')
    .option('--label <text>', 'whom or what it is for', '')
    .option('--expires <time>', 'how long it is good, such as 12h or 90d (default: until it is revoked)', parseDuration)
    .option(...stackOption)
    .option('--json', 'for machines')
    .action(({ stack, json, ...wanted }: CreateTokenOptions & { stack?: string; json?: boolean }) => {
      const kept = toToken(wanted, Date.now());
      const create = async (place: TokenConnection) => {
        const secret = createSecret();
        const token = await place.tokens.create(secret, kept);
        console.log(json ? toPrintableJson(toCreatedJson(token, secret, place)) : formatCreated(token, secret, place));
      };
      return withTokenTable(stack, create, 'make'); // tokens may be there before the first npm start
    });
}

function toToken({ scope, app, everyApp, label, expires }: CreateTokenOptions, createdAt: number): Omit<Token, 'hash'> {
  const forApp = everyApp ? EVERY_APP : app;
  if (forApp === undefined)
    throw new Error('Received neither --app nor --every-app, expected one: as in --app LiveApp.');
  const expiresAt = expires === undefined ? null : createdAt + expires;
  return { scopes: scopes.filter((known) => scope.includes(known)), app: forApp, label, createdAt, expiresAt };
}

function toCreatedJson(token: Token, secret: string, { url }: ReceiverConnection) {
  return { ...toTokenJson(token, token.createdAt), secret, ...urlsOf(token, secret, url) };
}

function formatCreated(token: Token, secret: string, { url, name }: ReceiverConnection): string {
  const { colours } = detectTerminal();
  const { id, scopes: tokenScopes, expiresAt } = toTokenJson(token, token.createdAt);
  const urls = urlsOf(token, secret, url);
  const appText = token.app === EVERY_APP ? 'every app' : token.app;
  const lines = [
    `Token ${colours.bold(id)} in ${name}: ${tokenScopes.join(', ')} for ${toPrintable(appText)}, ${expiresAt === null ? 'until it is revoked' : `until ${expiresAt}`}`,
    '',
    `Secret        ${colours.cyan(secret)}`,
    urls.webhookUrl && webhookLine(urls.webhookUrl, colours),
    urls.boardUrl && boardLine(urls.boardUrl, colours),
    '',
    'The secret is shown this once: only its hash is kept.',
    urls.webhookUrl && token.app === EVERY_APP && 'Put the name of any app in the place of LiveApp.',
    url === undefined && 'No receiver runs here now: npm start prints the URL that takes it.',
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

/** What to paste, where it is known where the receiver answers. */
function urlsOf({ scopes: tokenScopes, app }: Token, secret: string, url: string | undefined) {
  const urlApp = app === EVERY_APP ? DEFAULT_APP : app;
  return {
    webhookUrl: url !== undefined && tokenScopes.includes('hooks') ? webhookUrl(url, urlApp, secret) : null,
    boardUrl: url !== undefined && tokenScopes.includes('read') ? boardUrl(url, secret) : null,
  };
}
