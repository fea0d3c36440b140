import { expect, test } from 'vitest';
import { backoffMs } from '../../board/backoff.ts';

test('a reader that answers is asked every 5 s, one that does not ever more rarely, and once a minute at last', () => {
  const waits = [0, 1, 2, 3, 4, 5, 100].map((failures) => backoffMs(failures, 0));
  expect(waits).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test('chance keeps boards apart that lost the reader together', () => {
  expect([backoffMs(3, 1), backoffMs(3, 0.5)]).toEqual([15_000, 17_500]);
});
