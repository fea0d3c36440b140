import { expect, test } from 'vitest';
import { backoffMs } from '../../board/backoff.ts';

test('requests are 5 s apart, and after failures ever further, up to a minute', () => {
  const waits = [0, 1, 2, 3, 4, 5, 100].map((failures) => backoffMs(failures, 0));
  expect(waits).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test('jitter keeps apart the boards that lost the receiver together', () => {
  expect([backoffMs(3, 1), backoffMs(3, 0.5)]).toEqual([15_000, 17_500]);
});
