import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['hrtime'] }));
afterEach(() => void vi.useRealTimers());

test('tables that did not answer are doubted for 10 s, and then have the usual time again, however often they failed meanwhile', () => {
  const circuitBreaker = new TableCircuitBreaker(1_000, 250);
  for (let second = 0; second < 10; second++) {
    circuitBreaker.recordFailure(second === 0 ? 1_000 : 250);
    expect(circuitBreaker.timeoutMs).toBe(250);
    vi.advanceTimersByTime(1_000);
  }
  expect(circuitBreaker.timeoutMs).toBe(1_000);
  circuitBreaker.recordFailure(990);
  expect(circuitBreaker.timeoutMs).toBe(250);
  circuitBreaker.recordSuccess();
  expect(circuitBreaker.timeoutMs).toBe(1_000);
});

test('tables that refuse at once are not doubted: they cost no time', () => {
  const circuitBreaker = new TableCircuitBreaker(1_000, 250);
  circuitBreaker.recordFailure(20);
  expect(circuitBreaker.timeoutMs).toBe(1_000);
});
