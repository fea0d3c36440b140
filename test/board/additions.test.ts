import { describe, expect, test } from 'vitest';
import { additionsOf } from '../../board/additions.ts';
import {
  type AnswerOf,
  type AnyRequest,
  countsRequest,
  expectedRequest,
  requestKey,
  troubleRequest,
} from '../../board/requests.ts';
import { home, type View } from '../../board/view.ts';
import type { Answer } from '../../client/api-types.ts';
import { buildStream } from '../words/stream.builder.ts';

type AppCounts = Answer<'/counts'>['counts'][number];
type ExpectedState = Answer<'/expected'>['expected'][number]['state'];

const AT = '2026-11-02T12:00:00.000Z';
/** Answers from before the counts, and after them. */
const [BEFORE, AFTER] = [Date.parse(AT) - 1, Date.parse(AT)];
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
function agesOf(
  answers: readonly (readonly [AnyRequest, unknown])[],
  { view = home, date = AFTER }: { view?: View; date?: number } = {},
): Record<string, number> {
  const known = new Map(answers.map(([request, body]) => [requestKey(request), { body, date }]));
  const answerOf: AnswerOf = (request) => known.get(requestKey(request)) as never; // each has its own
  const nameOf = ({ path, query }: AnyRequest) => ('status' in query ? String(query.status) : path);
  return Object.fromEntries(additionsOf(view, answerOf).map(({ request, maxAgeMs }) => [nameOf(request), maxAgeMs]));
}

const counted = (counts: Partial<AppCounts>) => [countsRequest(home), toCounts(counts)] as const;
const missingAndLive = { expected: [...toExpected(3, 'missing').expected, ...toExpected(97, 'live').expected] };

describe('the age of the further answers of the first screen', () => {
  test('is none at first, but for the refusals', () =>
    expect(agesOf([])).toEqual({ '/counts': 0, '/expected': 0, '/refusals': 14_000 }));

  test.each([
    { what: 'few', expected: toExpected(10, 'live'), age: 3_000 },
    { what: 'many', expected: toExpected(1_000, 'live'), age: 300_000 },
  ])('follows the number of the expected streams: $what', ({ expected, age }) =>
    expect(agesOf([counted({}), [expectedRequest, expected]])['/expected']).toBe(age),
  );

  test.each([
    { missing: 3, date: BEFORE, age: 30_000 },
    { missing: 4, date: BEFORE, age: 0 },
    { missing: 0, date: BEFORE, age: 0 },
    { missing: 0, date: AFTER, age: 30_000 },
  ])('is none where newer counts say that others are missing: $missing', ({ missing, date, age }) =>
    expect(agesOf([counted({ missing }), [expectedRequest, missingAndLive]], { date })['/expected']).toBe(age),
  );

  test('counts only the missing ones of the app that is shown', () => {
    const view = { ...home, app: 'B' };
    const missing = [countsRequest(view), toCounts({ app: 'B', missing: 1 })] as const;
    const ageOf = (app: string) =>
      agesOf([missing, [expectedRequest, toExpected(100, 'missing', app)]], { view, date: BEFORE })['/expected'];
    expect(ageOf('LiveApp')).toBe(0);
    expect(agesOf([missing, [expectedRequest, toExpected(1, 'missing', 'B')]], { view, date: BEFORE })).toMatchObject({
      '/expected': 300,
    });
  });

  test.each([
    { counts: { live: 9, stale: 10 }, age: 14_000 },
    { counts: { live: 150, stale: 40, failing: 8, missing: 2 }, age: 60_000 },
    { counts: { live: 990, stale: 10 }, age: 150_000 },
  ])('of streams in trouble follows the number of streams: $counts', ({ counts, age }) => {
    const answers = [counted(counts), [troubleRequest(home, 'stale'), toPage(10, 'x')]] as const;
    expect(agesOf(answers, { date: BEFORE }).stale).toBe(age);
  });

  test.each([
    { what: 'fewer', stale: 5, found: 10, date: BEFORE, age: 0 },
    { what: 'more', stale: 9, found: 5, date: BEFORE, age: 0 },
    { what: 'as many', stale: 9, found: 9, date: BEFORE, age: 60_000 },
    { what: 'more than are listed', stale: 40, found: 10, date: BEFORE, age: 60_000 },
    { what: 'fewer, before', stale: 5, found: 10, date: AFTER, age: 60_000 },
    { what: 'none', stale: 0, found: 10, date: BEFORE, age: undefined },
  ])('of streams in trouble is none where newer counts have others: $what', ({ stale, found, date, age }) => {
    const answers = [
      counted({ live: 200 - stale, stale }),
      [troubleRequest(home, 'stale'), toPage(found, 'x')],
    ] as const;
    expect(agesOf(answers, { date }).stale).toBe(age);
  });
});

test('all troubles are asked for where the receiver has counted nothing yet', () => {
  const uncounted = [countsRequest(home), { counts: [], at: null }] as const;
  expect(agesOf([uncounted])).toMatchObject({ stale: 14_000, failing: 14_000, presumedEnded: 14_000 });
});

test('what the page is about is not asked for twice', () => {
  const ages = agesOf([], { view: { ...home, status: 'missing' } });
  expect(ages).toEqual({ '/counts': 0, '/refusals': 14_000 });
});
