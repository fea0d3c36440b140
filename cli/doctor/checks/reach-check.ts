import { quoteForShell } from '../../../terminal/shell.ts';
import { type Check, fine, note } from '../finding.ts';
import { isLoopback } from '../panel-url.ts';
import { publicHookUrl } from '../probe-receiver.ts';

const WHAT = 'Reachable';

/** Says whether the receiver answers at the webhook URL from here, and how to see the same from the media server. */
export const checkReach: Check = ({ server, probes: { hooks } }) => {
  if (hooks === null) return [];
  const hook = server.settings.listenerHookURL ?? '';
  const command = `curl -sS ${quoteForShell(publicHookUrl(hook))}`;
  const mend = `run it on the media server: ${command}`;
  const here = isLoopback(hook)
    ? '; this address is right only where the media server runs on this machine, in no container'
    : '';
  const expected = `the answer should say that Ant Media Server posts its hooks here${here}`;
  if (hooks === 'answers')
    return [fine(WHAT, 'from here'), note('Reachable from the server', 'only the server can tell', expected, mend)];
  return [
    {
      what: WHAT,
      grade: 'warning',
      found: `not from here: ${hooks}`,
      wanted: 'an answer of this receiver',
      why: 'the media server may not reach it either, and then every hook is lost',
      mend: `${mend}; ${expected}`,
    },
  ];
};
