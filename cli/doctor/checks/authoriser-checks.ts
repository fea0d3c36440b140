import { type Check, type Facts, type Finding, fine, note } from '../finding.ts';
import { type Destination, findDestination, maskUrl } from '../receiver-url.ts';

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
  const { server, receiver, now } = facts;
  const { what, key, use } = authoriser;
  const url = server.settings[key];
  if (url === undefined) return [note(what, 'not asked', `this release has no ${key}`)];
  const destination = findDestination(url, `authorize/${use}`, receiver, server.url, now);
  if (destination === 'none')
    return [
      note(what, `not asked: ${key} is empty`, `everybody may ${use}, unless something else of the server decides`),
    ];
  const found = maskUrl(url, destination);
  const flaw = destination === 'ours' ? findAnswerFlaw(facts.probes[use], use) : toFlaw(destination, use);
  if (flaw === undefined && receiver.tokens === undefined) return [note(what, found, UNKNOWN_TOKEN)];
  if (flaw === undefined) return [fine(what, `${found}: a question without a key is refused`)];
  const { why, mend } = flaw;
  return [{ what, grade: 'warning', found, wanted: `${receiver.url}/authorize/${use}/${receiver.app}/***`, why, mend }];
}

/** A wrong token refuses, too. */
const UNKNOWN_TOKEN =
  'a question without a key is refused, but whether its token is good was not looked up: --stack, or the receiver of this machine, tells it';

type Flaw = Pick<Finding, 'why' | 'mend'>;

const CREATE = 'npm run tokens -- create --scope authorize --app APP prints the right one; docs/authorising.md';

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

function toFlaw(destination: Destination, use: string): Flaw {
  if (destination === 'foreign')
    return { why: `somebody else decides who may ${use}`, mend: `${CREATE}; or leave it, when that is meant` };
  if (destination === 'noUrl') return { why: `nobody may ${use}: the media server has nobody to ask`, mend: CREATE };
  if (destination === 'otherApp') return { why: 'the keys of another app decide', mend: CREATE };
  if (destination === 'loopback')
    return { why: `the media server asks its own machine: nobody may ${use}`, mend: CREATE };
  return { why: `nobody may ${use}: every question there is refused`, mend: CREATE };
}
