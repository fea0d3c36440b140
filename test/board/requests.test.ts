import { afterEach, describe, expect, test, vi } from 'vitest';
import { additionsOf } from '../../board/additions.ts';
import { countsRequest, eventsRequest, mainRequest, refreshMsOf, requestKey } from '../../board/requests.ts';
import { home } from '../../board/view.ts';
import { buildStream } from '../words/stream.builder.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the request of a page', () => {
  test.each([
    { view: {}, key: '/streams?limit=50' },
    {
      view: { app: 'A b', status: 'live', cursor: 'c', text: 't', sort: 'name' },
      key: '/streams?app=A+b&status=live&q=t&cursor=c&limit=50',
    },
    { view: { status: 'missing', app: 'A' }, key: '/expected' },
    { view: { page: 'stream', app: 'a/b', id: 'x?#' }, key: '/stream?app=a%2Fb&id=x%3F%23' },
    { view: { page: 'stream', app: 'A', id: '..' }, key: '/stream?app=A&id=..' },
    { view: { page: 'servers' }, key: '/servers' },
    { view: { page: 'servers', app: 'A', cursor: 'c' }, key: '/servers?app=A&cursor=c' },
    { view: { page: 'quarantine', cursor: 'c' }, key: '/quarantine?cursor=c&limit=50' },
  ] as const)('$key', ({ view, key }) => {
    expect(requestKey(mainRequest({ ...home, ...view }))).toBe(key);
  });

  test.each([
    { view: {}, key: '/events?limit=50' },
    {
      view: { list: 'events', app: 'A', action: 'a b', cursor: 'c' },
      key: '/events?app=A&cursor=c&limit=50&action=a+b',
    },
    { view: { list: 'sessions', action: 'x' }, key: '/sessions?limit=50' },
    {
      view: { list: 'recordings', day: '2026-03-29' },
      key: '/recordings?from=2026-03-28T23%3A00%3A00.000Z&to=2026-03-29T22%3A00%3A00.000Z&limit=50',
    },
    { view: { list: 'sessions', day: 'x' }, key: '/sessions?from=x&to=x&limit=50' },
  ] as const)('of the activity: $key', ({ view, key }) => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect(requestKey(mainRequest({ ...home, page: 'activity', ...view }))).toBe(key);
  });

  test.each([
    { view: {}, pause: 5_000 },
    { view: { page: 'stream', app: 'A', id: 'x' }, pause: 5_000 },
    { view: { page: 'activity' }, pause: 15_000 },
    { view: { text: 'gate' }, pause: 30_000 },
  ] as const)('is repeated every $pause ms: $view', ({ view, pause }) => {
    expect(refreshMsOf({ ...home, ...view })).toBe(pause);
  });

  test('of a history is a page from a cursor on', () => {
    const view = { ...home, app: 'A', id: 'x' };
    expect(requestKey(eventsRequest(view, undefined))).toBe('/stream/events?app=A&id=x&limit=100');
    expect(requestKey(eventsRequest(view, 'c'))).toBe('/stream/events?app=A&id=x&limit=100&cursor=c');
  });
});

describe('the requests of what needs a look', () => {
  const none = { app: 'A', live: 0, stale: 0, missing: 0, presumedEnded: 0, failing: 0, endedLastHour: 0 };
  const live = buildStream();
  const firstPage = (streams: object[], cursor: string | null) => ({ streams, cursor });
  const troubles = (counts: object, page: object) => {
    const answers: Record<string, unknown> = {
      [requestKey(countsRequest(home))]: { counts: [{ ...none, ...counts }], at: '2026-11-02T12:00:00.000Z' },
      [requestKey(mainRequest(home))]: page,
    };
    const additions = additionsOf(home, (request) => answers[requestKey(request)] as never);
    return additions.map(({ request }) => requestKey(request)).filter((key) => key.startsWith('/streams'));
  };

  test('are sent where the counts have some', () => {
    expect(troubles({}, firstPage([live], 'c'))).toEqual([]);
    expect(troubles({ stale: 1, failing: 2, presumedEnded: 3 }, firstPage([live], 'c'))).toEqual([
      '/streams?status=stale&limit=10',
      '/streams?status=failing&limit=10',
      '/streams?status=presumedEnded&limit=10',
    ]);
  });

  test('are not sent for stale streams where all live ones are on the first page', () => {
    expect(troubles({ stale: 1 }, firstPage([live], null))).toEqual([]);
    expect(troubles({ stale: 1 }, firstPage([live, buildStream({ status: 'ended' })], 'c'))).toEqual([]);
    expect(troubles({ stale: 1 }, firstPage([live], 'c'))).toHaveLength(1);
  });

  test('are not sent before there are counts, and on other pages', () => {
    const paths = additionsOf(home, () => undefined).map(({ request }) => requestKey(request).split('?', 1)[0]);
    expect(paths).toEqual(['/counts', '/expected', '/refusals']);
  });
});

test('a page of a stream asks for the media servers of its app, as their own page does', () => {
  const view = { ...home, page: 'stream', app: 'A', id: 'x' } as const;
  const requests = additionsOf(view, () => undefined).map(({ request }) => requestKey(request));
  expect(requests).toContain(requestKey(mainRequest({ ...home, page: 'servers', app: 'A' })));
});
