import { sumCounts } from '../client/sum-counts.ts';
import { missingOf } from './concerns.ts';
import {
  type AnswerOf,
  type AnyRequest,
  countsRequest,
  expectedRequest,
  liveRequest,
  mainRequest,
  refusalsRequest,
  requestKey,
  serversRequest,
  TROUBLE_LIMIT,
  troubleRequest,
  troubles,
} from './requests.ts';
import { home, type View } from './view.ts';

/** A request of a page beside that of what it is about. */
interface Addition {
  readonly request: AnyRequest;
  /** The age (ms) at which it is read again. */
  readonly maxAgeMs: number;
}

/** The age (ms) at which an answer that costs much, whatever it finds, is read again at the earliest. */
const COSTLY_AGE_MS = 14_000;
/** By so much (ms) for each stream that the receiver may read for it an answer is read again later … */
const AGE_OF_STREAM_MS = 300;
/** … of which there are at most so many. */
const MAX_READ_STREAMS = 500;
/** The age (ms) of what hardly changes, or is only beside the point of a page. */
const ASIDE_AGE_MS = 60_000;

/** Returns the further requests of a page, by what is known so far. */
export function additionsOf(view: View, answerOf: AnswerOf): readonly Addition[] {
  if (view.page !== 'streams') return asides(view);
  const counted = readCounts(view, answerOf);
  const additions: readonly Addition[] = [
    { request: countsRequest(view), maxAgeMs: 0 },
    { request: expectedRequest, maxAgeMs: expectedAge(view, answerOf, counted) },
    { request: refusalsRequest(view), maxAgeMs: COSTLY_AGE_MS },
    ...troubleAdditions(view, answerOf, counted),
  ];
  const main = requestKey(mainRequest(view));
  return additions.filter(({ request }) => requestKey(request) !== main);
}

/** The counts, whose headers name the receiver; on the page of a stream the events of its servers and what is expected, on that of the servers their streams. */
const asides = (view: View): Addition[] => [
  { request: countsRequest(home), maxAgeMs: ASIDE_AGE_MS },
  ...(view.page === 'stream'
    ? [serversRequest(view), expectedRequest].map((request) => ({ request, maxAgeMs: ASIDE_AGE_MS }))
    : []),
  ...(view.page === 'servers' ? [{ request: liveRequest(view), maxAgeMs: ASIDE_AGE_MS }] : []),
];

/** Returns the age at which the expected streams are read again. */
function expectedAge(view: View, answerOf: AnswerOf, { counts, at }: Counted): number {
  const answer = answerOf(expectedRequest);
  const { expected = [] } = answer?.body ?? {};
  const hasChanged = at > (answer?.date ?? 0) && missingOf(expected, view.app).length !== counts.missing;
  return hasChanged ? 0 : AGE_OF_STREAM_MS * expected.length;
}

/** Returns the requests of the streams in trouble, for each trouble that the last counts have; of all while nothing is counted. */
function troubleAdditions(view: View, answerOf: AnswerOf, { counts, at, isUncounted }: Counted): Addition[] {
  const known = (counts.live ?? 0) + (counts.stale ?? 0) + (counts.failing ?? 0) + (counts.missing ?? 0);
  const age = Math.max(COSTLY_AGE_MS, AGE_OF_STREAM_MS * Math.min(known, MAX_READ_STREAMS));
  return troubles
    .filter((status) => isUncounted || (counts[status] ?? 0) > 0)
    .map((status) => {
      const request = troubleRequest(view, status);
      const { body, date = 0 } = answerOf(request) ?? {};
      const hasChanged = at > date && body?.streams.length !== Math.min(counts[status] ?? 0, TROUBLE_LIMIT);
      return { request, maxAgeMs: hasChanged ? 0 : age };
    });
}

type Counted = ReturnType<typeof readCounts>;

/** Returns the last counts, and when they were made (ms since the epoch): of a list that is older they may say that it has changed. */
function readCounts(view: View, answerOf: AnswerOf) {
  const body = answerOf(countsRequest(view))?.body;
  const at = Date.parse(body?.at ?? '') || 0;
  return { counts: sumCounts(body?.counts ?? []), at, isUncounted: body?.at === null };
}
