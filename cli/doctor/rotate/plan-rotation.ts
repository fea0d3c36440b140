import { groupBy } from '../../../lambda/group-by.ts';
import { tokenIdOf } from '../../../lambda/tokens/token.ts';
import { isRunningSource } from '../broadcast.ts';
import type { Facts } from '../finding.ts';
import { nameBroadcasts } from '../list-ids.ts';
import type { DescribedChange } from '../mend/describe-changes.ts';
import { IS_RUNNING_SOURCE, type LeftAlone, leaveBroadcast } from '../mend/left-alone.ts';
import type { MendPlan, SettingChange } from '../mend/mend-plan.ts';
import type { UrlChange } from '../mend/settings-copy.ts';
import { parseReceiverUrl } from '../receiver-url.ts';
import { hasGoodToken, locate } from '../settle-destination.ts';
import { tokenOf } from './token-places.ts';

/** What a rotation changes, and the hashes of the tokens that it takes out of URLs, or leaves in a live pull source. */
export interface RotationPlan extends MendPlan {
  readonly replaced: readonly string[];
}

/** Plans that every webhook URL with a good token gets another token, and stays as it is else. Those that lose hooks are for `--fix`. */
export function planRotation(facts: Facts, secret: string, restartSources: boolean): RotationPlan {
  const { settings, broadcasts } = facts.server;
  const { listenerHookURL: from } = settings;
  const to = withToken(from, secret, facts);
  const changed: SettingChange[] = to === undefined ? [] : [{ key: 'listenerHookURL', from, to }];
  const replaced = new Set(to === undefined ? [] : [tokenOf(from)]);
  const urls: UrlChange[] = [];
  const left: LeftAlone[] = [];
  for (const broadcast of broadcasts) {
    const url = withToken(broadcast.hookUrl, secret, facts);
    if (url === undefined) continue;
    replaced.add(tokenOf(broadcast.hookUrl));
    if (isRunningSource(broadcast) && !restartSources) left.push(leaveBroadcast(broadcast.id, IS_RUNNING_SOURCE));
    else urls.push({ id: broadcast.id, from: broadcast.hookUrl ?? '', to: url });
  }
  return { settings: changed, broadcasts: urls, left, replaced: [...replaced] };
}

/** Returns the URL with another token, and all else as it is; undefined when it has that already, or its own is not good. */
function withToken(text: string | null, secret: string, facts: Facts): string | undefined {
  const parsed = parseReceiverUrl(text ?? '');
  if (parsed === undefined || parsed.token === secret || !hasGoodToken(locate(text, 'hooks', facts))) return undefined;
  const url = new URL(text ?? '');
  url.pathname = url.pathname.replace(/[^/]+(\/?)$/, `${secret}$1`);
  return url.href;
}

/**
 * Describes what a rotation changes: a line for the setting, and one for the broadcasts of each old token. `newToken` is the id of the
 * new one, once it exists.
 */
export function describeRotation({ settings, broadcasts }: MendPlan, newToken: string | undefined): DescribedChange[] {
  const to = newToken === undefined ? 'a new token' : `token ${newToken}`;
  const ofSettings = settings.map(({ key, from }) => ({ what: key, from: nameOf(`${from}`), to }));
  const groups = groupBy(broadcasts, ({ from }) => nameOf(from));
  const ofBroadcasts = [...groups].map(([from, changes]) => ({
    what: nameBroadcasts(changes.map(({ id }) => id)),
    from,
    to,
  }));
  return [...ofSettings, ...ofBroadcasts];
}

const nameOf = (url: string): string => `token ${idOf(tokenOf(url))}`;

/** Returns the id of a token, as `npm run tokens -- list` shows it. */
export const idOf = (hash: string): string => tokenIdOf({ hash });
