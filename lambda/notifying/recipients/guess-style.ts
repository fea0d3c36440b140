import type { Style } from './recipient.ts';

/** Hosts of webhooks that post to a chat, and under which path. */
const chats: readonly { readonly host: RegExp; readonly path: RegExp; readonly style: Style }[] = [
  { host: /^hooks\.slack(-gov)?\.com$/, path: /^\/services\//, style: 'slack' },
  { host: /^((ptb|canary)\.)?discord(app)?\.com$/, path: /^\/api\/(v\d+\/)?webhooks\//, style: 'discord' },
  { host: /\.(logic\.azure\.com|api\.powerplatform\.com|webhook\.office\.com)$/, path: /^\//, style: 'teams' },
];

/** Guesses the style of a recipient by its URL or mail address: `envelope` for a URL of no known chat. */
export function guessStyle(to: string): Style {
  if (!/^https?:/i.test(to)) return to.includes('@') ? 'mail' : 'envelope';
  if (!URL.canParse(to)) return 'envelope';
  const { hostname, pathname } = new URL(to);
  return chats.find(({ host, path }) => host.test(hostname) && path.test(pathname))?.style ?? 'envelope';
}
