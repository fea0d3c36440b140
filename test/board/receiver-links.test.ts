import { expect, test } from 'vitest';
import { receiverOf } from '../../board/receiver-links.ts';
import type { CachedResponse } from '../../board/store.ts';

const response = (headers: Record<string, string>): CachedResponse => ({
  ...{ body: {}, at: 0, date: 0, wallClock: 0, checkedAt: 0 },
  headers: new Headers(headers),
});
const receiverIn = (...all: Record<string, string>[]) =>
  receiverOf({ cache: new Map(all.map((headers, index) => [String(index), response(headers)])) });

test('the receiver is what the latest answer that names one says', () => {
  expect(receiverIn({ receiver: 'Old' }, { receiver: 'Studio', region: 'eu-west-1' }, { etag: '"1"' })).toEqual({
    name: 'Studio',
    title: 'Studio · eu-west-1',
    links: [],
  });
  expect(receiverIn({ receiver: 'this machine' })?.title).toBe('this machine');
  expect(receiverIn({ region: 'eu-west-1' })).toBe(undefined);
});

test('only links that are encrypted are followed', () => {
  const links = { dashboard: 'https://console.example/#a', logs: 'http://console.example/#b' };
  expect(receiverIn({ receiver: 'Studio', ...links })?.links).toEqual([{ text: 'Dashboard', url: links.dashboard }]);
  expect(receiverIn({ receiver: 'Studio', dashboard: 'javascript:alert(1)' })?.links).toEqual([]);
});
