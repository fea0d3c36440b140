import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { home, parseView, toQuery } from '../../board/view.ts';

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
