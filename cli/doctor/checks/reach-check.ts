import { quoteForShell } from '../../../terminal/shell.ts';
import { type Check, type Facts, type Finding, fine, note } from '../finding.ts';
import { listIds, maskId } from '../list-ids.ts';
import { isHostOfContainer, isLoopback } from '../panel-url.ts';
import { publicHookUrl } from '../probe-receiver.ts';
import { maskBase, parseReceiverUrl } from '../receiver-url.ts';
import { hasGoodToken, locate } from '../settle-destination.ts';

const WHAT = 'Reachable';

/** Says whether the receiver answers at the webhook URL from here, and how to see the same from the media server. */
export const checkReach: Check = (facts) => {
  const { server, receiver, probes } = facts;
  const hook = server.settings.listenerHookURL ?? '';
  const destination = locate(hook, 'hooks', facts);
  if (!hasGoodToken(destination)) return [];
  const base = parseReceiverUrl(hook)?.base ?? receiver.url;
  const mend = `run it on the media server${placeOf(hook)}: curl -sS ${quoteForShell(publicHookUrl(maskBase(base, receiver), receiver))}`;
  const expected = `the answer should say that Ant Media Server posts its hooks here${catchOf(hook)}`;
  if (destination === 'ours')
    return [
      fine(WHAT, 'from here'),
      toServerNote(facts, expected, mend),
      ...(isLoopback(hook) ? [] : findLoopbackBroadcasts(facts)),
    ];
  const text = probes.addresses.get(base)?.text ?? 'it was not asked';
  const isInContainer = isHostOfContainer(hook) && text.includes('its name was not found');
  const silent = isInContainer ? containerNote(base, facts) : silentWarning(text, `${mend}; ${expected}`);
  return [silent, ...findLoopbackBroadcasts(facts)];
};

const silentWarning = (text: string, mend: string): Finding => ({
  what: WHAT,
  grade: 'warning',
  found: `not from here: ${text}`,
  wanted: 'an answer of this receiver',
  why: 'the media server may not reach it either, and then every hook is lost: that is not settled from here',
  mend,
  unsettled: true,
});

/** A name that only containers know, on Linux: that it is not found says nothing. */
function containerNote(base: string, { receiver }: Facts): Finding {
  const mend = `docker exec CONTAINER curl -sS ${quoteForShell(publicHookUrl(maskBase(base, receiver), receiver))}`;
  const why = 'only containers know this name: the answer should say that Ant Media Server posts its hooks here';
  return { ...note(WHAT, 'not from here, only from a container', why, mend), unsettled: true };
}

/** What answers here at a loopback address may be another machine, or none, for the media server. */
function toServerNote(facts: Facts, expected: string, mend: string): Finding {
  const finding = note('Reachable from the server', 'only the server can tell', expected, mend);
  const isSettled = !isLoopback(facts.server.settings.listenerHookURL ?? '') || isHeardAtLoopback(facts);
  return isSettled ? finding : { ...finding, unsettled: true };
}

/** In ms, by which the two clocks may differ. */
const GRACE_MS = 15_000;

/** Whether a stream is live that sends to a loopback address, and the table has a hook of its session: then the server reaches it. */
function isHeardAtLoopback(facts: Facts): boolean {
  const { server, probes } = facts;
  const { live } = probes;
  const lastEvents = new Map(typeof live === 'string' ? [] : live.map(({ id, lastEventAt }) => [id, lastEventAt]));
  return server.broadcasts.some(({ id, status, startTime, hookUrl }) => {
    const lastEventAt = lastEvents.get(maskId(id)) ?? 0;
    const url = hookUrl ?? server.settings.listenerHookURL;
    const isHeard = status === 'broadcasting' && startTime > 0 && lastEventAt > startTime - GRACE_MS;
    return isHeard && isOursAtLoopback(url, facts);
  });
}

/** Where a command is run that shows what the media server reaches. */
const placeOf = (hook: string): string =>
  isLoopback(hook) || isHostOfContainer(hook) ? ', in its container when it has one' : '';

function catchOf(hook: string): string {
  if (isLoopback(hook)) return `; ${LOOPBACK}`;
  return isHostOfContainer(hook)
    ? '; this name is known in containers, and often nowhere else: that nothing answers from here says little'
    : '';
}

const LOOPBACK =
  'this address is right only where the media server runs on this machine: in a container it is the container, through a tunnel it is the far end';

/** Broadcasts that send to the machine itself, though the application has another address. */
function findLoopbackBroadcasts(facts: Facts): Finding[] {
  const { broadcasts } = facts.server;
  const ids = broadcasts.filter(({ hookUrl }) => isOursAtLoopback(hookUrl, facts)).map(({ id }) => id);
  if (ids.length === 0 || isHeardAtLoopback(facts)) return [];
  const found = `${ids.length} of ${broadcasts.length}: ${listIds(ids)}`;
  return [{ ...note('Broadcasts, loopback', found, LOOPBACK), ids: ids.map(maskId), unsettled: true }];
}

const isOursAtLoopback = (url: string | null, facts: Facts): boolean =>
  locate(url, 'hooks', facts) === 'ours' && isLoopback(url ?? '');
