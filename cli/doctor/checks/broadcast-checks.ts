import { toShellWord } from '../../../terminal/shell.ts';
import type { Broadcast } from '../broadcast.ts';
import { type Check, type Facts, type Finding, fine } from '../finding.ts';
import { listIds, listSome, maskId } from '../list-ids.ts';
import { type Destination, hostOf } from '../receiver-url.ts';
import { locate } from '../settle-destination.ts';
import { flawTexts, wantedUrl } from './webhook-url-check.ts';

const WHAT = 'Broadcasts';

/** Looks at the webhook URL of every broadcast: each keeps that of its creation, or has its own. Foreign hosts have a row of their own. */
export const checkBroadcasts: Check = (facts) => {
  const { broadcasts, unreadable } = facts.server;
  if (broadcasts.length + unreadable.length === 0) return [fine(WHAT, 'none yet')];
  const { wrong, foreign, unsettled } = findFlawed(facts);
  const findings = [
    ...followersFinding(facts),
    ...toFindings('another URL', wrong, facts),
    ...toFindings('foreign host', foreign, facts).map(nameReplaceHost(foreign)),
    ...toFindings('not settled', unsettled, facts).map(toUnsettled),
  ];
  if (findings.length > 0 || broadcasts.length === 0) return findings;
  const all = broadcasts.length === 1 ? 'the only one sends' : `all ${broadcasts.length} send`;
  return [fine(WHAT, `${all} to this receiver${describeFollowers(broadcasts)}`)];
};

function describeFollowers(broadcasts: readonly Broadcast[]): string {
  const followers = broadcasts.filter(isFollower).length;
  return followers === 0 ? '' : `, ${followers} of ${broadcasts.length} by the URL of the application`;
}

/** A broadcast whose own webhook URL does not lead to this receiver, and where it leads. */
export interface Flawed {
  readonly broadcast: Broadcast;
  readonly destination: Destination;
}

/**
 * Finds the broadcasts whose own webhook URL is wrong, those that somebody else listens to, and those of whose address nothing tells
 * from here whether it is right.
 */
export function findFlawed(facts: Facts): { wrong: Flawed[]; foreign: Flawed[]; unsettled: Flawed[] } {
  const isApplicationGood = locate(facts.server.settings.listenerHookURL, 'hooks', facts) === 'ours';
  const own = facts.server.broadcasts.filter((broadcast) => !isFollower(broadcast));
  const urls = [...new Set(own.map(({ hookUrl }) => hookUrl))];
  const destinations = new Map(urls.map((url) => [url, locate(url, 'hooks', facts)])); // many have the same
  const flawed = own
    .map((broadcast) => ({ broadcast, destination: destinations.get(broadcast.hookUrl) ?? 'noUrl' }))
    .filter(({ destination }) => destination !== 'ours');
  const isUnsettled = ({ destination }: Flawed) => destination === 'silent' && !isApplicationGood;
  return {
    wrong: flawed.filter((each) => each.destination !== 'foreign' && !isUnsettled(each)),
    foreign: flawed.filter(({ destination }) => destination === 'foreign'),
    unsettled: flawed.filter(isUnsettled),
  };
}

/** Whether a broadcast has no URL of its own: that of the application counts. */
const isFollower = ({ hookUrl }: Broadcast): boolean => hookUrl === null;

/** Broadcasts without a URL of their own, where that of the application is flawed, or not settled. */
function followersFinding(facts: Facts): Finding[] {
  const { broadcasts, settings } = facts.server;
  const followers = broadcasts.filter(isFollower);
  const destination = locate(settings.listenerHookURL, 'hooks', facts);
  if (followers.length === 0 || destination === 'ours') return [];
  const finding: Finding = {
    what: `${WHAT}, no own URL`,
    grade: 'lost',
    found: `${followers.length} of ${broadcasts.length} follow the URL of the application: ${listIds(followers.map(({ id }) => id))}`,
    ids: followers.map(({ id }) => maskId(id)),
    wanted: wantedUrl(facts),
    why: `that of the application is ${destination === 'none' ? 'empty' : 'flawed'}: ${flawTexts[destination]}`,
    mend: 'mend that of the application: they follow it',
  };
  return [destination === 'silent' ? toUnsettled({ ...finding, why: flawTexts.silent }) : finding];
}

function toFindings(title: string, flawed: readonly Flawed[], facts: Facts): Finding[] {
  const [first] = flawed;
  if (first === undefined) return [];
  const { broadcasts, app } = facts.server;
  const hosts = new Set(flawed.map(({ broadcast }) => hostOf(broadcast.hookUrl)));
  const isApplicationGood = locate(facts.server.settings.listenerHookURL, 'hooks', facts) === 'ours';
  const reasons = new Set(flawed.map(({ destination }) => describeFlaw(destination, isApplicationGood)));
  return [
    {
      what: `${WHAT}, ${title}`,
      grade: 'lost',
      found: `${flawed.length} of ${broadcasts.length}: ${listIds(flawed.map(({ broadcast }) => broadcast.id))} (${listSome([...hosts])})`,
      ids: flawed.map(({ broadcast }) => maskId(broadcast.id)),
      wanted: wantedUrl(facts),
      why: [...reasons].join('; '),
      mend: `PUT {"listenerHookURL": "…"} to /${app}/rest/v2/broadcasts/ID of each; on a live pull source it restarts the stream`,
    },
  ];
}

/** Names the option that changes broadcasts which somebody else listens to. */
const nameReplaceHost =
  (foreign: readonly Flawed[]) =>
  (finding: Finding): Finding => {
    const [host = '', ...others] = new Set(foreign.map(({ broadcast }) => hostOf(broadcast.hookUrl)));
    const named = others.length === 0 ? toShellWord(host) : 'HOST';
    return {
      ...finding,
      mend: `when nobody needs them there: --fix --replace-host ${named}${others.length === 0 ? '' : ', for each'}; by hand: ${finding.mend}`,
    };
  };

function describeFlaw(destination: Destination, isApplicationGood: boolean): string {
  if (destination === 'ours') return '';
  return destination === 'silent' && isApplicationGood
    ? 'its token is good, but this receiver does not answer at its address, which is another than that of the application'
    : flawTexts[destination];
}

const toUnsettled = (finding: Finding): Finding => ({ ...finding, grade: 'warning', unsettled: true });
