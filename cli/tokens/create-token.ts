import { type Command, Option } from 'commander';
import { EVERY_APP, type Scope, scopes, type Token } from '../../lambda/tokens/token.ts';
import { newSecret } from '../../local/token-table.ts';
import { boardLine, boardUrl, USUAL_APP, webhookLine, webhookUrl } from '../../local/webhook-urls.ts';
import { readDuration } from '../../terminal/duration-option.ts';
import { jsonText, showable } from '../../terminal/printable.ts';
import { lookOf } from '../../terminal/run-command.ts';
import type { Place } from '../place/place.ts';
import { stackOption } from '../place/with-place.ts';
import { readApp } from './app-name.ts';
import { tokenJson } from './token-json.ts';
import { type TokenPlace, withTokens } from './with-tokens.ts';

interface Wanted {
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
    .addOption(new Option('--app <app>', 'the one app it is for').argParser(readApp).conflicts('everyApp'))
    .option('--every-app', 'it is for every app')
    .option('--label <text>', 'whom or what it is for', '')
    .option('--expires <time>', 'how long it is good, such as 12h or 90d (default: until it is revoked)', readDuration)
    .option(...stackOption)
    .option('--json', 'for machines')
    .action(({ stack, json, ...wanted }: Wanted & { stack?: string; json?: boolean }) => {
      const kept = toKeep(wanted, Date.now());
      const create = async (place: TokenPlace) => {
        const secret = newSecret();
        const token = await place.tokens.create(secret, kept);
        console.log(json ? jsonText(createdJson(token, secret, place)) : createdText(token, secret, place));
      };
      return withTokens(stack, create, 'make'); // tokens may be there before the first npm start
    });
}

function toKeep({ scope, app, everyApp, label, expires }: Wanted, createdAt: number): Omit<Token, 'hash'> {
  const forApp = everyApp ? EVERY_APP : app;
  if (forApp === undefined)
    throw new Error('Received neither --app nor --every-app, expected one: as in --app LiveApp.');
  const expiresAt = expires === undefined ? null : createdAt + expires;
  return { scopes: scopes.filter((known) => scope.includes(known)), app: forApp, label, createdAt, expiresAt };
}

function createdJson(token: Token, secret: string, { url }: Place) {
  return { ...tokenJson(token, token.createdAt), secret, ...urlsOf(token, secret, url) };
}

function createdText(token: Token, secret: string, { url, name }: Place): string {
  const { colours } = lookOf();
  const { id, scopes: may, expiresAt } = tokenJson(token, token.createdAt);
  const urls = urlsOf(token, secret, url);
  const whose = token.app === EVERY_APP ? 'every app' : token.app;
  const lines = [
    `Token ${colours.bold(id)} in ${name}: ${may.join(', ')} for ${showable(whose)}, ${expiresAt === null ? 'until it is revoked' : `until ${expiresAt}`}`,
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
function urlsOf({ scopes: may, app }: Token, secret: string, url: string | undefined) {
  const anApp = app === EVERY_APP ? USUAL_APP : app;
  return {
    webhookUrl: url !== undefined && may.includes('hooks') ? webhookUrl(url, anApp, secret) : null,
    boardUrl: url !== undefined && may.includes('read') ? boardUrl(url, secret) : null,
  };
}
