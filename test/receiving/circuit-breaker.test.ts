import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['hrtime'] }));
afterEach(() => void vi.useRealTimers());

test('tables that did not answer are doubted for 10 s, and then have the usual time again, however often they failed meanwhile', () => {
  const patience = new TableCircuitBreaker(1_000, 250);
  for (let second = 0; second < 10; second++) {
    patience.recordFailure(second === 0 ? 1_000 : 250);
    expect(patience.timeoutMs).toBe(250);
    vi.advanceTimersByTime(1_000);
  }
  expect(patience.timeoutMs).toBe(1_000);
  patience.recordFailure(990);
  expect(patience.timeoutMs).toBe(250);
  patience.recordSuccess();
  expect(patience.timeoutMs).toBe(1_000);
});

test('tables that refuse at once are not doubted: they cost no time', () => {
  const patience = new TableCircuitBreaker(1_000, 250);
  patience.recordFailure(20);
  expect(patience.timeoutMs).toBe(1_000);
});
