import type { Broadcast } from '../broadcast.ts';
import { type Check, type Facts, type Finding, fine } from '../finding.ts';
import { listIds } from '../list-ids.ts';
import { type Destination, findDestination } from '../receiver-url.ts';
import { flawTexts, wantedUrl } from './webhook-url-check.ts';

const WHAT = 'Broadcasts';

/** Looks at the webhook URL of every broadcast: each keeps that of its creation, or has its own. Foreign hosts have a row of their own. */
export const checkBroadcasts: Check = (facts) => {
  const { broadcasts } = facts.server;
  const { wrong, foreign } = findFlawed(facts);
  const all = broadcasts.length === 1 ? 'the only one sends' : `all ${broadcasts.length} send`;
  if (wrong.length === 0 && foreign.length === 0)
    return [fine(WHAT, broadcasts.length === 0 ? 'none yet' : `${all} to this receiver`)];
  return [...toFindings('another URL', wrong, facts), ...toFindings('foreign host', foreign, facts)];
};

/** A broadcast whose own webhook URL does not lead to this receiver, and where it leads. */
export interface Flawed {
  readonly broadcast: Broadcast;
  readonly destination: Destination;
}

/** Finds the broadcasts whose own webhook URL is wrong, and those that somebody else listens to. */
export function findFlawed(facts: Facts): { wrong: Flawed[]; foreign: Flawed[] } {
  const flawed = facts.server.broadcasts
    .map((broadcast) => ({ broadcast, destination: destinationOf(broadcast, facts) }))
    .filter(({ destination }) => destination !== 'ours');
  return {
    wrong: flawed.filter(({ destination }) => destination !== 'foreign'),
    foreign: flawed.filter(({ destination }) => destination === 'foreign'),
  };
}

/** A broadcast without a URL of its own has that of the application, which is looked at for itself. */
const destinationOf = ({ hookUrl }: Broadcast, { receiver, server, now }: Facts): Destination =>
  hookUrl === null ? 'ours' : findDestination(hookUrl, 'hooks', receiver, server.url, now);

function toFindings(title: string, flawed: readonly Flawed[], facts: Facts): Finding[] {
  const [first] = flawed;
  if (first === undefined) return [];
  const { broadcasts, app } = facts.server;
  const hosts = new Set(flawed.map(({ broadcast }) => hostOf(broadcast.hookUrl)));
  const reasons = new Set(flawed.map(({ destination }) => (destination === 'ours' ? '' : flawTexts[destination])));
  return [
    {
      what: `${WHAT}, ${title}`,
      grade: 'lost',
      found: `${flawed.length} of ${broadcasts.length}: ${listIds(flawed.map(({ broadcast }) => broadcast.id))} (${[...hosts].join(', ')})`,
      wanted: wantedUrl(facts),
      why: [...reasons].join('; '),
      mend: `PUT {"listenerHookURL": "…"} to /${app}/rest/v2/broadcasts/ID of each; on a live pull source it restarts the stream`,
    },
  ];
}

const hostOf = (url: string | null): string => (url !== null && URL.canParse(url) && new URL(url).host) || 'no URL';
