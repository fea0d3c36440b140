import { DAY_MS } from '../../../lambda/table/rows/expiry.ts';
import { encodePathSegment } from '../../../local/http/gateway-path.ts';
import { type Check, type Facts, FIX_SETS_IT, type Finding, fine, note } from '../finding.ts';
import { mendCommand } from '../mend-command.ts';
import { type Destination, findToken, maskUrl, parseReceiverUrl } from '../receiver-url.ts';
import { hasSince } from '../server-facts.ts';
import { hasGoodToken, locate, locateByToken } from '../settle-destination.ts';

const WHAT = 'Webhook URL';

/** A token that expires within this time, in days, is warned of. */
const EXPIRY_WARNING_DAYS = 14;

/** Why a webhook URL that leads to a destination loses hooks. */
export const flawTexts: Readonly<Record<Exclude<Destination, 'ours'>, string>> = {
  none: 'no hook is sent at all',
  noUrl: 'no hook can be sent to it',
  foreign: 'hooks go to another receiver, or to nobody: this one gets none',
  otherRoute: 'it is no webhook URL of this receiver: hooks there are refused',
  otherApp: 'hooks are kept under another app, or refused: the streams of this one stay unknown',
  unknownToken: 'its token was never made here, or is revoked: hooks are answered 403, and lost',
  expiredToken: 'its token has expired: hooks are answered 403, and lost',
  wrongScope: 'its token has not the scope hooks: hooks are answered 403, and lost',
  tokenOfOtherApp: 'its token is for another app: hooks are answered 403, and lost',
  loopback: 'the media server sends its hooks to its own machine, where this receiver is not',
  otherAddress: 'its token is good, but its address is another than that of --hook',
  otherAnswer: 'its token is good, but what answers at its address is not this receiver: hooks there are lost',
  silent: 'its token is good, but nothing tells from here what is at its address',
};

/** Looks at the webhook URL of the application: whether it is the receiver's, for the right app, with a good token. */
export const checkWebhookUrl: Check = (facts) => {
  const { server, receiver } = facts;
  const { listenerHookURL: url } = server.settings;
  const destination = locate(url, 'hooks', facts);
  const found = maskUrl(url, destination, receiver);
  if (hasGoodToken(destination))
    return [expiryWarning(url ?? '', found, facts) ?? describeGood(found, destination, receiver)];
  return [
    {
      what: WHAT,
      grade: 'lost',
      found,
      wanted: wantedUrl(facts),
      why: flawTexts[destination],
      mend: `${canFixSet(facts) ? `${FIX_SETS_IT}; by hand: ` : ''}${mendUrl(destination, facts)}`,
    },
  ];
};

function describeGood(found: string, destination: 'ours' | 'silent', { tokens }: Facts['receiver']): Finding {
  if (tokens === undefined)
    return { ...note(WHAT, `${found} (as in --hook)`, UNKNOWN_TOKEN, LOOK_UP), unsettled: true };
  return fine(
    WHAT,
    `${found}${destination === 'silent' ? ' (its token is good; the row Reachable has its address)' : ''}`,
  );
}

const UNKNOWN_TOKEN =
  'whether its token is good cannot be looked up from here; with one that is not, hooks are answered 403, and lost';

const LOOK_UP = 'run this with --stack NAME, or on the machine on which the receiver runs';

/** Whether --fix knows a webhook URL that does. */
const canFixSet = (facts: Facts): boolean => locateByToken(facts.receiver.hookUrl, 'hooks', facts) === 'ours';

/** Returns the webhook URL that the application should have, without its token. */
export const wantedUrl = ({ receiver: { url, app } }: Facts): string => `${url}/hooks/${encodePathSegment(app)}/***`;

function mendUrl(destination: Destination, { server, receiver }: Facts): string {
  const create = `${mendCommand(receiver, 'tokens', 'create', '--app', receiver.app)} prints one to paste into the web panel, Applications, ${server.app}, Settings, Webhook URL`;
  if (destination === 'otherApp') return `${create}; when the other app is meant, give it to the doctor with --hook`;
  if (destination === 'otherAddress' || destination === 'otherAnswer')
    return `set it to this receiver's address, with a token: ${create}; when another address is meant, give its webhook URL to the doctor with --hook`;
  if (destination === 'loopback')
    return 'use an address of this machine that the media server can reach (npm start with HOST), or a tunnel; when the media server runs on this machine, in no container, give --server a loopback address';
  return destination === 'none' && hasSince(server.release, '3.0.0')
    ? `${create}; an update to 3.0 drops it when the file has it as settings.listenerHookURL`
    : create;
}

function expiryWarning(url: string, found: string, { receiver, now }: Facts): Finding | undefined {
  const token = findToken(receiver.tokens, parseReceiverUrl(url)?.token ?? '');
  const days = token?.expiresAt == null ? Number.POSITIVE_INFINITY : Math.floor((token.expiresAt - now) / DAY_MS);
  if (token === undefined || days >= EXPIRY_WARNING_DAYS) return undefined;
  return {
    what: WHAT,
    grade: 'warning',
    found: `${found}, its token expires in ${days === 1 ? '1 day' : `${days} days`}`,
    wanted: `a token for ${EXPIRY_WARNING_DAYS} days or more`,
    why: 'from then on hooks are answered 403, and lost',
    mend: 'run this again with --rotate: a new token, here and in every broadcast',
  };
}
