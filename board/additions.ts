import { sumCounts } from './counts.ts';
import {
  type AnswerOf,
  type AnyRequest,
  countsRequest,
  expectedRequest,
  listRequest,
  liveRequest,
  mainRequest,
  refusalsRequest,
  requestKey,
  serversRequest,
  TROUBLE_LIMIT,
  type Trouble,
  troubleRequest,
  troubles,
} from './requests.ts';
import { home, type View } from './view.ts';

/** What a page shows beside what it is about. */
interface Addition {
  readonly request: AnyRequest;
  /** The age (ms) at which it is read again. */
  readonly maxAgeMs: number;
}

/** The age (ms) at which an answer that costs much, whatever it finds, is read again at the earliest. */
const COSTLY_AGE_MS = 14_000;
/** By so much (ms) for each stream that the receiver reads for it an answer is read again later: so it costs at most nine read units a refresh. */
const AGE_OF_STREAM_MS = 300;
/** The receiver reads at most so many streams to find those that are stale or failing. */
const MAX_READ_STREAMS = 500;
/** What hardly changes, or is only beside the point of a page. */
const ASIDE_AGE_MS = 60_000;

/** Returns the further requests of a page, by what is known so far. */
export function additionsOf(view: View, answerOf: AnswerOf): readonly Addition[] {
  if (view.page !== 'streams') return asides(view);
  const counts = sumCounts(answerOf(countsRequest(view))?.counts ?? []);
  const additions: readonly Addition[] = [
    { request: countsRequest(view), maxAgeMs: 0 },
    { request: expectedRequest, maxAgeMs: expectedAge(view, answerOf, counts) },
    { request: refusalsRequest(view), maxAgeMs: COSTLY_AGE_MS },
    ...troubleAdditions(view, answerOf, counts),
  ];
  const main = requestKey(mainRequest(view));
  return additions.filter(({ request }) => requestKey(request) !== main);
}

/** The counts, whose headers name the receiver; on the page of a stream the events of its servers, on that of the servers their streams. */
const asides = (view: View): Addition[] => [
  { request: countsRequest(home), maxAgeMs: ASIDE_AGE_MS },
  ...(view.page === 'stream' ? [{ request: serversRequest(view), maxAgeMs: ASIDE_AGE_MS }] : []),
  ...(view.page === 'servers' ? [{ request: liveRequest(view), maxAgeMs: ASIDE_AGE_MS }] : []),
];

type Counts = ReturnType<typeof sumCounts>;

/** Returns the age at which the expected streams are read again: of many soon only while some that were counted are not among them. */
function expectedAge({ app }: View, answerOf: AnswerOf, counts: Counts): number {
  const expected = answerOf(expectedRequest)?.expected ?? [];
  const missing = expected.filter((stream) => stream.state === 'missing' && (app === '' || stream.app === app));
  const lacksSome = missing.length < (counts.missing ?? 0);
  return Math.min(AGE_OF_STREAM_MS * expected.length, lacksSome ? COSTLY_AGE_MS : Number.POSITIVE_INFINITY);
}

/**
 * The streams in trouble, where the last counts have some; the stale ones only where the first page does not have all live ones.
 * They are read again soon where the last answer lacks some that are counted.
 */
function troubleAdditions(view: View, answerOf: AnswerOf, counts: Counts): Addition[] {
  const firstPage = answerOf(listRequest({ ...home, app: view.app }));
  const hasAllLive = firstPage?.cursor === null || firstPage?.streams.some(({ status }) => status !== 'live');
  const isDue = { ...counts, stale: hasAllLive ? 0 : counts.stale };
  return troubles
    .filter((status) => (isDue[status] ?? 0) > 0)
    .map((status) => {
      const request = troubleRequest(view, status);
      const { streams = [], cursor } = answerOf(request) ?? {};
      const lacksSome = cursor === null && streams.length < Math.min(counts[status] ?? 0, TROUBLE_LIMIT);
      return { request, maxAgeMs: lacksSome ? COSTLY_AGE_MS : Math.max(COSTLY_AGE_MS, troubleAge(status, counts)) };
    });
}

/** Returns the age at which streams in trouble are read again, by how many streams the receiver may read to find them. */
function troubleAge(status: Trouble, { missing, stale, failing, live }: Counts): number {
  const inTrouble = (missing ?? 0) + (stale ?? 0) + (failing ?? 0); // of these some may have an error that are not counted as failing
  const read = { presumedEnded: TROUBLE_LIMIT, failing: inTrouble, stale: inTrouble + (live ?? 0) }[status];
  return AGE_OF_STREAM_MS * Math.min(read, MAX_READ_STREAMS);
}
