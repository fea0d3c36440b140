import { type Command, Option } from 'commander';
import { EVERY_APP, type Scope, scopes, type Token } from '../../lambda/tokens/token.ts';
import { createSecret } from '../../local/create-secret.ts';
import { boardLine, boardUrl, DEFAULT_APP, webhookLine, webhookUrl } from '../../local/webhook-urls.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseAppName } from './app-name.ts';
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

/** Adds `create`, which creates a token and prints its secret, the only time that it is shown. */
export function addCreate(tokens: Command): void {
  tokens
    .command('create')
    .description('create a token and print its secret, which is not stored')
    .addOption(new Option('--scope <scope...>', 'what the token permits').choices(scopes).default(['hooks']))
    .addOption(new Option('--app <app>', 'the app that it is valid for').argParser(parseAppName).conflicts('everyApp'))
    .option('--every-app', 'valid for every app')
    .option('--label <text>', 'a note, such as who uses it', '')
    .option('--expires <time>', 'its lifetime, such as 12h or 90d (default: until it is revoked)', parseDuration)
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json, ...options }: CreateTokenOptions & { stack?: string; json?: boolean }) => {
      const newToken = toToken(options, Date.now());
      const create = async (connection: TokenConnection) => {
        const secret = createSecret();
        const token = await connection.tokens.create(secret, newToken);
        console.log(
          json ? toPrintableJson(toCreatedJson(token, secret, connection)) : formatCreated(token, secret, connection),
        );
      };
      return withTokenTable(stack, create, 'create'); // tokens may exist before the first npm start
    });
}

function toToken({ scope, app, everyApp, label, expires }: CreateTokenOptions, createdAt: number): Omit<Token, 'hash'> {
  const forApp = everyApp ? EVERY_APP : app;
  if (forApp === undefined)
    throw new Error('Received neither --app nor --every-app, expected one: as in --app LiveApp.');
  const expiresAt = expires === undefined ? null : createdAt + expires;
  return { scopes: scopes.filter((each) => scope.includes(each)), app: forApp, label, createdAt, expiresAt };
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
    'The secret is shown only once: only its hash is stored.',
    urls.webhookUrl && token.app === EVERY_APP && 'Replace LiveApp with the name of any app.',
    url === undefined && 'No receiver runs here now: npm start prints the URL to use it with.',
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

/** Returns the URLs to paste; null where the scope or the receiver's URL is missing. */
function urlsOf({ scopes: tokenScopes, app }: Token, secret: string, url: string | undefined) {
  const urlApp = app === EVERY_APP ? DEFAULT_APP : app;
  return {
    webhookUrl: url !== undefined && tokenScopes.includes('hooks') ? webhookUrl(url, urlApp, secret) : null,
    boardUrl: url !== undefined && tokenScopes.includes('read') ? boardUrl(url, secret) : null,
  };
}
