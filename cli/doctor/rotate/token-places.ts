import { hashToken } from '../../../lambda/tokens/token.ts';
import { readSettingsDocument, settingsPath } from '../app-settings.ts';
import type { Facts } from '../finding.ts';
import { type BroadcastList, listBroadcasts, otherCountOf } from '../list-broadcasts.ts';
import type { PanelClient } from '../panel-client.ts';
import { parseReceiverUrl } from '../receiver-url.ts';
import { readApplications } from '../server-facts.ts';

type Urls = readonly (string | null | undefined)[];

/** Where tokens stand in the settings and broadcasts of a media server, by their hashes. */
export interface TokenPlaces {
  /** How many webhook URLs of the application and of its broadcasts have one. */
  readonly webhookUrls: ReadonlyMap<string, number>;
  /** Where else one stands, which no rotation of the application changes. */
  readonly others: ReadonlyMap<string, readonly string[]>;
  /** What could not be looked at now. */
  readonly unread: readonly string[];
  /** What the panel of this release does not tell. */
  readonly untold: readonly string[];
}

/** Looks for tokens in every place of a media server that its panel shows, in its other applications too. */
export async function findTokenPlaces(panel: PanelClient, { server }: Facts): Promise<TokenPlaces> {
  const { app, settings, broadcasts, statusHookUrl } = server;
  const places: [place: string, urls: Urls][] = [
    ['webhookAuthenticateURL', [settings.webhookAuthenticateURL]],
    ['webhookPlayAuthUrl', [settings.webhookPlayAuthUrl]],
    ['server.statusWebHookURL', [statusHookUrl]],
  ];
  const unread = isWhole(server) ? [] : [`some broadcasts of ${app}`];
  for (const other of (await readApplications(panel)).filter((name) => name !== app)) {
    const urls = await readUrls(panel, other);
    if (urls === undefined) unread.push(`the application ${other}`);
    else places.push([`the application ${other}`, urls]);
  }
  return {
    webhookUrls: countTokens([settings.listenerHookURL, ...broadcasts.map(({ hookUrl }) => hookUrl)]),
    others: placesByToken(places),
    unread,
    untold: statusHookUrl === undefined ? ['server.statusWebHookURL'] : [],
  };
}

/** Whether no broadcast may have been missed. */
const isWhole = (list: BroadcastList): boolean => list.unreadable.length === 0 && otherCountOf(list) === undefined;

/** Returns the URLs of hooks and questions of an application; undefined when not all could be read. */
async function readUrls(panel: PanelClient, app: string): Promise<Urls | undefined> {
  try {
    const { settings, jwtSecret } = readSettingsDocument((await panel.get(settingsPath(app))).json, app);
    const list = await listBroadcasts(panel, app, jwtSecret);
    if (!isWhole(list)) return undefined;
    const { listenerHookURL, webhookAuthenticateURL, webhookPlayAuthUrl } = settings;
    return [
      listenerHookURL,
      webhookAuthenticateURL,
      webhookPlayAuthUrl,
      ...list.broadcasts.map(({ hookUrl }) => hookUrl),
    ];
  } catch {
    return undefined;
  }
}

function countTokens(urls: Urls): Map<string, number> {
  const counts = new Map<string, number>();
  for (const hash of urls.map(tokenOf)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
}

function placesByToken(places: readonly (readonly [place: string, urls: Urls])[]): Map<string, string[]> {
  const byToken = new Map<string, string[]>();
  for (const [place, urls] of places)
    for (const hash of new Set(urls.map(tokenOf))) byToken.set(hash, [...(byToken.get(hash) ?? []), place]);
  return byToken;
}

/** Returns the hash of the token of a URL; that of an empty text where it has none. */
export const tokenOf = (url: string | null | undefined): string => hashToken(parseReceiverUrl(url ?? '')?.token ?? '');
