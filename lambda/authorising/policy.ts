import type { KeyUse, RefusalReason } from '../stream/refusal.ts';
import { coversStream, isKeyExpired, isKeyFor, isNotYetValid, type StreamKey } from '../tokens/stream-key.ts';
import { permits, type Token } from '../tokens/token.ts';
import type { Question } from './question.ts';

/** A question at a URL, and the credentials that were found for it. */
export interface AccessRequest {
  /** The app of the URL; that of the question may be wrong. */
  readonly app: string;
  readonly use: KeyUse;
  /** The time of the question, in ms since the epoch. */
  readonly at: number;
  readonly question: Question;
  /** The token of the URL. */
  readonly token: Token | undefined;
  /** The key of the question. */
  readonly key: StreamKey | undefined;
}

/**
 * A rule returns the reason for which it refuses, or nothing. The first reason counts, and who is given none is let in. A rule is
 * pure: it sees no table and no clock. To add one, write it here, put it into the list below, and its reason into
 * `refusalReasons`. For example, no show begins at night:
 *
 *     const atNight: Rule = ({ use, at }) =>
 *       use === 'publish' && new Date(at).getUTCHours() < 6 ? 'atNight' : undefined;
 */
type Rule<Facts = AccessRequest> = (facts: Facts) => RefusalReason | undefined;
type QuestionRule = Rule<Pick<AccessRequest, 'question'>>;

const wrongUrl: Rule = ({ token, app, at }) => (permits(token, 'authorize', at, app) ? undefined : 'wrongUrl');

const unreadable: QuestionRule = ({ question }) => (question.isReadable ? undefined : 'unreadable');

const reservedParameter: QuestionRule = ({ question: { parameters, id } }) => {
  const isReserved = parameters.some(
    ([name, value]) => reservedNames.has(name) || (name === 'streamName' && value !== id),
  );
  return isReserved ? 'reservedParameter' : undefined;
};

/** The media server merges a publisher's parameters over these fields of its hooks. It sets `streamName` itself, to the id. */
const reservedNames: ReadonlySet<string> = new Set([
  'id',
  'action',
  'app',
  'timestamp',
  'metadata',
  'mainTrackId',
  'roomId',
  'vodId',
  'vodName',
]);

const noKey: Rule = ({ question }) => (question.key === undefined ? 'noKey' : undefined);

const unknownKey: Rule = ({ key, app, use }) => (key && isKeyFor(key, app, use) ? undefined : 'unknownKey');

const expired: Rule = ({ key, at }) => (key && isKeyExpired(key, at) ? 'expired' : undefined);

const notYet: Rule = ({ key, at }) => (key && isNotYetValid(key, at) ? 'notYet' : undefined);

const otherStream: Rule = ({ key, question: { id } }) =>
  key && id !== null && coversStream(key, id) ? undefined : 'otherStream';

/** The rules that need the question only. */
const questionRules = [unreadable, reservedParameter];

/** The rules about the key, which an open URL does not look at. */
const keyRules = [noKey, unknownKey, expired, notYet, otherStream];

/** Returns why a request is refused; undefined when it is allowed. */
export function findRefusal(request: AccessRequest): RefusalReason | undefined {
  const rules = [wrongUrl, ...questionRules, ...(request.token?.open ? [] : keyRules)];
  return firstReason(rules, request);
}

/** Whether the answer may depend on the key of a question. */
export const dependsOnKey = (question: Question): boolean => firstReason(questionRules, { question }) === undefined;

function firstReason<Facts>(rules: readonly Rule<Facts>[], facts: Facts): RefusalReason | undefined {
  for (const rule of rules) {
    const reason = rule(facts);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
