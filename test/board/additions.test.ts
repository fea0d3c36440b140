import { describe, expect, test } from 'vitest';
import { additionsOf } from '../../board/additions.ts';
import {
  type AnswerOf,
  type AnyRequest,
  countsRequest,
  expectedRequest,
  listRequest,
  requestKey,
  troubleRequest,
} from '../../board/requests.ts';
import { home, type View } from '../../board/view.ts';
import type { Answer } from '../../client/api-types.ts';
import { buildStream } from '../words/stream.builder.ts';

type AppCounts = Answer<'/counts'>['counts'][number];
type ExpectedState = Answer<'/expected'>['expected'][number]['state'];

const AT = '2026-11-02T12:00:00.000Z';
const none = { app: 'LiveApp', live: 0, stale: 0, missing: 0, presumedEnded: 0, failing: 0, endedLastHour: 0 };
const toCounts = (counts: Partial<AppCounts>): Answer<'/counts'> => ({ counts: [{ ...none, ...counts }], at: AT });
const toPage = (streams: number, cursor: string | null): Answer<'/streams'> => ({
  streams: Array.from({ length: streams }, (_, n) => buildStream({ id: `cam-${n}` })),
  cursor,
});
const toExpected = (count: number, state: ExpectedState, app = 'LiveApp'): Answer<'/expected'> => ({
  expected: Array.from({ length: count }, (_, n) => ({
    app,
    id: `cam-${n}`,
    name: null,
    grace: 300,
    state,
    since: AT,
  })),
});

/** Returns the age of each addition, by what it asks for, once some answers are there. */
function agesOf(answers: readonly (readonly [AnyRequest, unknown])[], view: View = home): Record<string, number> {
  const known = new Map(answers.map(([request, body]) => [requestKey(request), body]));
  const answerOf: AnswerOf = (request) => known.get(requestKey(request)) as ReturnType<AnswerOf> as never; // each has its own
  const nameOf = ({ path, query }: AnyRequest) => ('status' in query ? String(query.status) : path);
  return Object.fromEntries(additionsOf(view, answerOf).map(({ request, maxAgeMs }) => [nameOf(request), maxAgeMs]));
}

const counted = (counts: Partial<AppCounts>) => [countsRequest(home), toCounts(counts)] as const;
const missingAndLive = { expected: [...toExpected(3, 'missing').expected, ...toExpected(97, 'live').expected] };

describe('the age of the further answers of the first screen', () => {
  test('is none at first, but for the refusals', () =>
    expect(agesOf([])).toEqual({ '/counts': 0, '/expected': 0, '/refusals': 14_000 }));

  test.each([
    { what: 'few', expected: toExpected(10, 'live'), missing: 0, age: 3_000 },
    { what: 'many', expected: toExpected(1_000, 'live'), missing: 0, age: 300_000 },
    { what: 'many of which the missing ones are known', expected: missingAndLive, missing: 3, age: 30_000 },
    { what: 'many, and more are counted as missing', expected: missingAndLive, missing: 4, age: 14_000 },
    { what: 'few, and more are counted as missing', expected: toExpected(10, 'live'), missing: 4, age: 3_000 },
  ])('follows the number of the expected streams: $what', ({ expected, missing, age }) =>
    expect(agesOf([counted({ missing }), [expectedRequest, expected]])['/expected']).toBe(age),
  );

  test('counts only the missing ones of the app that is shown', () => {
    const ofB = { ...home, app: 'B' };
    const missing = [countsRequest(ofB), toCounts({ app: 'B', missing: 1 })] as const;
    expect(agesOf([missing, [expectedRequest, toExpected(100, 'missing')]], ofB)['/expected']).toBe(14_000);
    expect(agesOf([missing, [expectedRequest, toExpected(100, 'missing', 'B')]], ofB)['/expected']).toBe(30_000);
  });

  test.each([
    { what: 'few streams', counts: { live: 9, stale: 10 }, found: 10, cursor: null, stale: 14_000 },
    { what: 'many streams', counts: { live: 150, stale: 50 }, found: 10, cursor: 'x', stale: 60_000 },
    { what: 'more streams than are read', counts: { live: 990, stale: 10 }, found: 10, cursor: 'x', stale: 150_000 },
    { what: 'more, with fewer found', counts: { live: 990, stale: 10 }, found: 2, cursor: 'x', stale: 150_000 },
    { what: 'many streams, with fewer found', counts: { live: 195, stale: 5 }, found: 4, cursor: null, stale: 14_000 },
    { what: 'many streams, with all found', counts: { live: 195, stale: 5 }, found: 5, cursor: null, stale: 60_000 },
    { what: 'none that is counted', counts: { live: 200 }, found: 5, cursor: null, stale: undefined },
  ])('follows what the receiver reads for the stale ones: of $what', ({ counts, found, cursor, stale }) => {
    const answers = [counted(counts), [troubleRequest(home, 'stale'), toPage(found, cursor)]] as const;
    expect(agesOf(answers).stale).toBe(stale);
  });

  test.each([
    { what: 'few', counts: { live: 900, failing: 10, presumedEnded: 40 }, failing: 14_000 },
    { what: 'many', counts: { live: 900, failing: 100, presumedEnded: 40 }, failing: 30_000 },
    {
      what: 'few that are not stale',
      counts: { failing: 10, stale: 800, missing: 90, presumedEnded: 40 },
      failing: 150_000,
    },
  ])('follows the number of the failing ones: $what', ({ counts, failing }) => {
    const request = troubleRequest(home, 'failing');
    const { failing: ageOfFailing, presumedEnded } = agesOf([counted(counts), [request, toPage(10, 'x')]]);
    expect({ failing: ageOfFailing, presumedEnded }).toEqual({ failing, presumedEnded: 14_000 });
  });
});

test('stale ones are not asked for where the first page has all that are live', () =>
  expect(agesOf([counted({ live: 5, stale: 1 }), [listRequest(home), toPage(5, null)]]).stale).toBeUndefined());

test('what the page is about is not asked for twice', () => {
  const ages = agesOf([], { ...home, status: 'missing' });
  expect(ages).toEqual({ '/counts': 0, '/refusals': 14_000 });
});
