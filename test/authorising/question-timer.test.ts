import { expect, test } from 'vitest';
import { lookupLimitMs } from '../../lambda/authorising/question-timer.ts';

test.each([
  { arrivedAgo: 0, loadedAgo: 60_000, inHandler: 0, ms: 700, why: 'came at once' },
  { arrivedAgo: 50, loadedAgo: 60_000, inHandler: 10, ms: 700, why: 'came almost at once' },
  { arrivedAgo: 400, loadedAgo: 60_000, inHandler: 0, ms: 400, why: 'came late' },
  { arrivedAgo: 400, loadedAgo: 60_000, inHandler: 150, ms: 250, why: 'came late, and was read slowly' },
  { arrivedAgo: 850, loadedAgo: 60_000, inHandler: 0, ms: 100, why: 'came too late' },
  { arrivedAgo: 400, loadedAgo: 10, inHandler: 0, ms: 700, why: 'waited for the process to start' },
  { arrivedAgo: 900, loadedAgo: 10, inHandler: 0, ms: 400, why: 'waited long for it' },
  { arrivedAgo: 1_900, loadedAgo: 10, inHandler: 0, ms: 100, why: 'waited too long for it' },
  { arrivedAgo: 900, loadedAgo: 901, inHandler: 0, ms: 100, why: 'came just after the process had started' },
  { arrivedAgo: 3_000, loadedAgo: 60_000, inHandler: 0, ms: 700, why: 'came by a clock that is behind' },
  { arrivedAgo: -500, loadedAgo: 60_000, inHandler: 0, ms: 700, why: 'came by a clock that is ahead' },
])('a question that $why has $ms ms for its lookup', ({ arrivedAgo, loadedAgo, inHandler, ms }) => {
  const startedAt = Date.UTC(2026, 10, 2);
  const times = { arrivedAt: startedAt - arrivedAgo, startedAt, loadedAt: startedAt - loadedAgo };
  expect(lookupLimitMs(times, inHandler)).toBe(ms);
});
