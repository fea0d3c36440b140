import { afterEach, describe, expect, test, vi } from 'vitest';
import { eventsRequest, mainRequest, refreshMsOf, requestKey } from '../../board/requests.ts';
import { home } from '../../board/view.ts';

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
    { view: { status: 'stale' }, pause: 30_000 },
    { view: { status: 'failing' }, pause: 5_000 },
  ] as const)('is repeated every $pause ms: $view', ({ view, pause }) => {
    expect(refreshMsOf({ ...home, ...view })).toBe(pause);
  });

  test('of a history is a page from a cursor on', () => {
    const view = { ...home, app: 'A', id: 'x' };
    expect(requestKey(eventsRequest(view, undefined))).toBe('/stream/events?app=A&id=x&limit=100');
    expect(requestKey(eventsRequest(view, 'c'))).toBe('/stream/events?app=A&id=x&limit=100&cursor=c');
  });
});
