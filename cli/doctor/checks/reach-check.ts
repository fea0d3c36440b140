import { quoteForShell } from '../../../terminal/shell.ts';
import { type Check, fine, note } from '../finding.ts';
import { isLoopback } from '../panel-url.ts';
import { publicHookUrl } from '../probe-receiver.ts';
import { maskBase, parseReceiverUrl } from '../receiver-url.ts';
import { locate } from '../settle-destination.ts';

const WHAT = 'Reachable';

/** Says whether the receiver answers at the webhook URL from here, and how to see the same from the media server. */
export const checkReach: Check = (facts) => {
  const { server, receiver, probes } = facts;
  const hook = server.settings.listenerHookURL ?? '';
  const destination = locate(hook, 'hooks', facts);
  if (destination !== 'ours' && destination !== 'silent') return [];
  const base = parseReceiverUrl(hook)?.base ?? receiver.url;
  const mend = `run it on the media server: curl -sS ${quoteForShell(publicHookUrl(maskBase(base, receiver), receiver))}`;
  const here = isLoopback(hook)
    ? '; this address is right only where the media server runs on this machine, in no container'
    : '';
  const expected = `the answer should say that Ant Media Server posts its hooks here${here}`;
  if (destination === 'ours')
    return [fine(WHAT, 'from here'), note('Reachable from the server', 'only the server can tell', expected, mend)];
  return [
    {
      what: WHAT,
      grade: 'warning',
      found: `not from here: ${probes.addresses.get(base)?.text ?? 'it was not asked'}`,
      wanted: 'an answer of this receiver',
      why: 'the media server may not reach it either, and then every hook is lost: that is not settled from here',
      mend: `${mend}; ${expected}`,
      unsettled: true,
    },
  ];
};
