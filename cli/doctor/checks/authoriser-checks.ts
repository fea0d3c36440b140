import { encodePathSegment } from '../../../local/http/gateway-path.ts';
import { type Check, type Facts, type Finding, fine, note } from '../finding.ts';
import { mendCommand } from '../mend-command.ts';
import { type Destination, maskUrl, parseReceiverUrl } from '../receiver-url.ts';
import { locate } from '../settle-destination.ts';

/** One of the two settings with a URL at which the media server asks. */
interface Authoriser {
  readonly what: string;
  readonly key: 'webhookAuthenticateURL' | 'webhookPlayAuthUrl';
  readonly use: 'publish' | 'play';
}

/** Looks at the URL at which the media server asks who may publish. */
export const checkPublishAuthoriser: Check = (facts) =>
  checkAuthoriser(facts, { what: 'Who may publish', key: 'webhookAuthenticateURL', use: 'publish' });

/** Looks at the URL at which the media server asks who may play. */
export const checkPlayAuthoriser: Check = (facts) =>
  checkAuthoriser(facts, { what: 'Who may play', key: 'webhookPlayAuthUrl', use: 'play' });

function checkAuthoriser(facts: Facts, authoriser: Authoriser): readonly Finding[] {
  const { server, receiver } = facts;
  const { what, key, use } = authoriser;
  const url = server.settings[key];
  if (url === undefined) return [note(what, 'not asked', `this release has no ${key}`)];
  const destination = locate(url, `authorize/${use}`, facts);
  if (destination === 'none')
    return [
      note(what, `not asked: ${key} is empty`, `everybody may ${use}, unless something else of the server decides`),
    ];
  const found = maskUrl(url, destination, receiver);
  const flaw = findFlaw(url ?? '', destination, facts, use);
  if (flaw === undefined && receiver.tokens === undefined) return [note(what, found, UNKNOWN_TOKEN)];
  if (flaw === undefined) return [fine(what, `${found}: a question without a key is refused`)];
  const { why, mend } = flaw;
  return [
    {
      what,
      grade: 'warning',
      found,
      wanted: `${receiver.url}/authorize/${use}/${encodePathSegment(receiver.app)}/***`,
      why,
      mend,
    },
  ];
}

/** A wrong token refuses, too. */
const UNKNOWN_TOKEN =
  'a question without a key is refused, but whether its token is good was not looked up: --stack, or the receiver of this machine, tells it';

type Flaw = Pick<Finding, 'why' | 'mend'>;

function findFlaw(url: string, destination: Destination, facts: Facts, use: 'publish' | 'play'): Flaw | undefined {
  const { receiver, probes } = facts;
  if (destination === 'ours') return findAnswerFlaw(probes[use], use);
  const create = mendCommand(receiver, 'tokens', 'create', '--scope', 'authorize', '--app', receiver.app);
  if (destination !== 'silent') return toFlaw(destination, use, `${create} prints the right one; docs/authorising.md`);
  return findAnswerFlaw(probes.addresses.get(parseReceiverUrl(url)?.base ?? '')?.text ?? 'it was not asked', use);
}

function findAnswerFlaw(answer: string | null, use: string): Flaw | undefined {
  if (answer === 'refuses') return undefined;
  if (answer === 'allows')
    return {
      why: `everybody may ${use} without a key: its token is open`,
      mend: 'make one without --open, when that is not meant',
    };
  return {
    why: `it was not seen to refuse a question without a key: ${answer}; when the media server reaches it no better, nobody may ${use}`,
    mend: 'ask on the media server: curl -sS -o /dev/null -w "%{http_code}" -X POST, with that URL; 403 is right',
  };
}

function toFlaw(destination: Destination, use: string, create: string): Flaw {
  if (destination === 'foreign')
    return { why: `somebody else decides who may ${use}`, mend: `${create}; or leave it, when that is meant` };
  if (destination === 'noUrl') return { why: `nobody may ${use}: the media server has nobody to ask`, mend: create };
  if (destination === 'otherApp') return { why: 'the keys of another app decide', mend: create };
  if (destination === 'loopback')
    return { why: `the media server asks its own machine: nobody may ${use}`, mend: create };
  if (destination === 'otherAddress' || destination === 'otherAnswer')
    return {
      why: `its token is good, but its address is not this receiver's: what answers there decides who may ${use}`,
      mend: create,
    };
  return { why: `nobody may ${use}: every question there is refused`, mend: create };
}
