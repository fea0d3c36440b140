import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiPath, eventsPath, home, parseView, toQuery } from '../../board/view.ts';

const page = fc.constantFrom('streams', 'stream', 'servers', 'quarantine');
const text = fc.string({ unit: 'grapheme' });
const views = fc.record({ page, app: text, id: text, status: text, text, sort: text, cursor: text });

describe('a view', () => {
  test('survives a round trip through the address bar', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(parseView(toQuery(view))).toEqual(view);
      }),
    );
  });

  test.each(['', '?page=constructor', '?page=&nobody=knows', '?'])(
    'is home when the query has nothing known: %s',
    (query) => {
      expect(parseView(query)).toEqual(home);
    },
  );

  test('lists only what differs from home: home is a bare ?', () => {
    expect(toQuery(home)).toBe('?');
    expect(toQuery({ status: 'live', text: 'a&b' })).toBe('?status=live&text=a%26b');
  });
});

describe('the path of the read API', () => {
  test.each([
    { view: {}, path: 'streams?limit=100' },
    {
      view: { app: 'A b', status: 'live', cursor: 'c', text: 't', sort: 'name' },
      path: 'streams?app=A+b&status=live&limit=100&cursor=c',
    },
    { view: { page: 'stream', app: 'a/b', id: 'x?#' }, path: 'stream?app=a%2Fb&id=x%3F%23' },
    { view: { page: 'stream', app: 'A', id: '..' }, path: 'stream?app=A&id=..' },
    { view: { page: 'servers' }, path: 'servers' },
    { view: { page: 'servers', app: 'A', cursor: 'c' }, path: 'servers?app=A&cursor=c' },
    { view: { page: 'quarantine', cursor: 'c' }, path: 'quarantine?limit=50&cursor=c' },
  ] as const)('$path', ({ view, path }) => {
    expect(apiPath({ ...home, ...view })).toBe(path);
  });

  test('of a history is a page from a cursor on', () => {
    expect(eventsPath({ app: 'A', id: 'x' }, '')).toBe('stream/events?app=A&id=x&limit=100');
    expect(eventsPath({ app: 'A', id: 'x' }, 'c')).toBe('stream/events?app=A&id=x&limit=100&cursor=c');
  });
});
