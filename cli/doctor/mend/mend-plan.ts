import { toShellWord } from '../../../terminal/shell.ts';
import { recommended } from '../../../words/media-server-settings.ts';
import { isRunningSource } from '../broadcast.ts';
import { type Flawed, findFlawed } from '../checks/broadcast-checks.ts';
import { checkContentType, checkRetryCount, checkRetryDelay } from '../checks/delivery-checks.ts';
import { checkHeartbeats, checkUnnamed } from '../checks/heartbeat-checks.ts';
import { checkWebhookUrl, flawTexts } from '../checks/webhook-url-check.ts';
import type { Check, Facts } from '../finding.ts';
import { listIds } from '../list-ids.ts';
import { maskUrl } from '../receiver-url.ts';
import { locate, locateByToken } from '../settle-destination.ts';
import { IS_RUNNING_SOURCE, type LeftAlone, leaveBroadcast } from './left-alone.ts';
import { isOfHost } from './replaced-hosts.ts';
import type { UrlChange } from './settings-copy.ts';

/** The settings that the doctor changes, and no others. */
export type SettingKey = 'listenerHookURL' | keyof typeof recommended;

/** The change of a setting. */
export interface SettingChange {
  readonly key: SettingKey;
  readonly from: string | number | null | undefined;
  readonly to: string | number;
}

/** What is changed on a media server. It holds the tokens of webhook URLs. */
export interface MendPlan {
  readonly settings: readonly SettingChange[];
  readonly broadcasts: readonly UrlChange[];
  readonly left: readonly LeftAlone[];
}

/** The checks that tell whether a setting needs its recommended value. */
const checksOf: Readonly<Record<keyof typeof recommended, readonly Check[]>> = {
  webhookContentType: [checkContentType, checkUnnamed],
  webhookRetryCount: [checkRetryCount],
  webhookRetryDelay: [checkRetryDelay],
  webhookStreamStatusUpdatePeriodMs: [checkHeartbeats],
};

const isFlawed = (checks: readonly Check[], facts: Facts): boolean =>
  checks.some((check) => check(facts).some(({ grade }) => grade === 'lost' || grade === 'warning'));

/** Plans what mends the rows of the table that say LOST or warning, as far as a setting of ours or a broadcast's URL does. */
export function planMend(facts: Facts, restartSources: boolean, replacedHosts: readonly string[] = []): MendPlan {
  const { settings } = facts.server;
  const keys = Object.keys(checksOf) as (keyof typeof checksOf)[]; // it has these keys
  const changed = keys
    .filter((key) => isFlawed(checksOf[key], facts))
    .map((key): SettingChange => ({ key, from: settings[key], to: recommended[key] }));
  const urls = planUrls(facts, restartSources, replacedHosts);
  return { ...urls, settings: [...urls.settings, ...changed] };
}

function planUrls(facts: Facts, restartSources: boolean, replacedHosts: readonly string[]): MendPlan {
  const { listenerHookURL: from } = facts.server.settings;
  const isWrong = isFlawed([checkWebhookUrl], facts);
  const { wrong, foreign, unsettled } = findFlawed(facts);
  const isReplaced = ({ broadcast }: Flawed) => isOfHost(broadcast.hookUrl, replacedHosts);
  const left = [
    ...leaveAll(
      'broadcasts of foreign hosts',
      foreign.filter((each) => !isReplaced(each)),
      SOMEBODY_ELSE,
    ),
    ...leaveAll('broadcasts', unsettled, flawTexts.silent),
  ];
  const hook = findHook(facts, isWrong);
  if (isWrong && (hook.url === undefined || hook.url === from))
    left.push(leave('listenerHookURL', hook.why ?? 'its token expires: --rotate makes another one'));
  const settings: SettingChange[] =
    isWrong && hook.url !== undefined && hook.url !== from ? [{ key: 'listenerHookURL', from, to: hook.url }] : [];
  const broadcasts: UrlChange[] = [];
  for (const { broadcast } of [...wrong, ...foreign.filter(isReplaced)]) {
    const isLeft = isRunningSource(broadcast) && !restartSources;
    if (hook.url === undefined || isLeft)
      left.push(leaveBroadcast(broadcast.id, isLeft ? IS_RUNNING_SOURCE : (hook.why ?? giveHook(facts.receiver))));
    else broadcasts.push({ id: broadcast.id, from: broadcast.hookUrl ?? '', to: hook.url });
  }
  return { settings, broadcasts, left };
}

const SOMEBODY_ELSE = 'somebody else listens there; --replace-host HOST changes those of a host';

function leaveAll(title: string, flawed: readonly Flawed[], why: string): LeftAlone[] {
  const ids = flawed.map(({ broadcast }) => broadcast.id);
  return ids.length === 0 ? [] : [leave(`${title}: ${listIds(ids)}`, why)];
}

const leave = (what: string, why: string): LeftAlone => ({ what, why, isFailure: false });

const giveHook = ({ stack }: Facts['receiver']): string =>
  `Give the webhook URL with --hook: npm run tokens -- create${stack === undefined ? '' : ` --stack ${toShellWord(stack)}`} prints one`;

/** Finds the webhook URL to set: the operator's, else that which the application has, when it is good, else that of this machine. */
function findHook(facts: Facts, isWrong: boolean): { url?: string; why?: string } {
  const { receiver, server } = facts;
  const own = isWrong || receiver.hookToken !== undefined ? undefined : server.settings.listenerHookURL;
  const url = own || receiver.hookUrl;
  if (url === undefined) return { why: `which URL it should be is not known. ${giveHook(receiver)}` };
  const destination = own ? locate(own, 'hooks', facts) : locateByToken(url, 'hooks', facts);
  if (destination === 'ours' || (own && destination === 'silent')) return { url };
  return {
    why: `${maskUrl(url, destination, receiver)} does not do: ${flawTexts[destination]}. ${giveHook(receiver)}`,
  };
}
