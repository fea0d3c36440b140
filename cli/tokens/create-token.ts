import { type Command, Option } from 'commander';
import { EVERY_APP, type Scope, scopes, type Token } from '../../lambda/tokens/token.ts';
import { createSecret } from '../../local/create-secret.ts';
import { authoriseUrl, boardLine, boardUrl, DEFAULT_APP, webhookLine, webhookUrl } from '../../local/webhook-urls.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseAppName } from './app-name.ts';
import { scopesText, toTokenJson } from './token-json.ts';
import { type TokenConnection, withTokenTable } from './with-token-table.ts';

interface CreateTokenOptions {
  readonly scope: readonly Scope[];
  readonly app?: string;
  readonly everyApp?: boolean;
  readonly open?: true;
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
    .option('--open', 'with the scope authorize: let in publishers and players without a key')
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

function toToken(options: CreateTokenOptions, createdAt: number): Omit<Token, 'hash'> {
  const { scope, app, everyApp, open, label, expires } = options;
  const forApp = everyApp ? EVERY_APP : app;
  if (forApp === undefined)
    throw new Error('Received neither --app nor --every-app, expected one: as in --app LiveApp.');
  if (open && !scope.includes('authorize'))
    throw new Error(
      `--open: received the scope ${scope.join(', ')}, expected authorize among them: only its URLs look at keys.`,
    );
  const expiresAt = expires === undefined ? null : createdAt + expires;
  const granted = scopes.filter((each) => scope.includes(each));
  return { scopes: granted, app: forApp, label, createdAt, expiresAt, ...(open && { open }) };
}

function toCreatedJson(token: Token, secret: string, { url }: ReceiverConnection) {
  return { ...toTokenJson(token, token.createdAt), secret, ...urlsOf(token, secret, url) };
}

function formatCreated(token: Token, secret: string, { url, name }: ReceiverConnection): string {
  const { colours } = detectTerminal();
  const { id, expiresAt } = toTokenJson(token, token.createdAt);
  const urls = urlsOf(token, secret, url);
  const appText = token.app === EVERY_APP ? 'every app' : token.app;
  const lines = [
    `Token ${colours.bold(id)} in ${name}: ${scopesText(token)} for ${toPrintable(appText)}, ${expiresAt === null ? 'until it is revoked' : `until ${expiresAt}`}`,
    '',
    `Secret        ${colours.cyan(secret)}`,
    urls.webhookUrl && webhookLine(urls.webhookUrl, colours),
    urls.boardUrl && boardLine(urls.boardUrl, colours),
    urls.publishUrl && `Publish URL   ${colours.cyan(urls.publishUrl)}`,
    urls.playUrl && `Play URL      ${colours.cyan(urls.playUrl)}`,
    '',
    'The secret is shown only once: only its hash is stored.',
    (urls.webhookUrl ?? urls.publishUrl) && token.app === EVERY_APP && 'Replace LiveApp with the name of any app.',
    urls.publishUrl && 'The media server asks at them: its settings webhookAuthenticateURL and webhookPlayAuthUrl.',
    token.open && OPEN_WARNING,
    url === undefined && 'No receiver runs here now: npm start prints the URL to use it with.',
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

const OPEN_WARNING =
  'Warning: it is open. Everybody who reaches the media server may publish and play without a key; only what cannot be read, or would forge hooks, is refused.';

/** Returns the URLs to paste; null where the scope or the receiver's URL is missing. */
function urlsOf({ scopes: tokenScopes, app }: Token, secret: string, url: string | undefined) {
  const urlApp = app === EVERY_APP ? DEFAULT_APP : app;
  return {
    webhookUrl: url !== undefined && tokenScopes.includes('hooks') ? webhookUrl(url, urlApp, secret) : null,
    boardUrl: url !== undefined && tokenScopes.includes('read') ? boardUrl(url, secret) : null,
    publishUrl:
      url !== undefined && tokenScopes.includes('authorize') ? authoriseUrl(url, 'publish', urlApp, secret) : null,
    playUrl: url !== undefined && tokenScopes.includes('authorize') ? authoriseUrl(url, 'play', urlApp, secret) : null,
  };
}
