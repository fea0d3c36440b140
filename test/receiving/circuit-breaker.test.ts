import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['hrtime'] }));
afterEach(() => void vi.useRealTimers());

test('a timeout opens the circuit for 10 s, and further failures do not prolong that', () => {
  const breaker = new TableCircuitBreaker(1_000, 250);
  for (let second = 0; second < 10; second++) {
    breaker.recordFailure(second === 0 ? 1_000 : 250);
    expect(breaker.timeoutMs).toBe(250);
    vi.advanceTimersByTime(1_000);
  }
  expect(breaker.timeoutMs).toBe(1_000);
  breaker.recordFailure(990);
  expect(breaker.timeoutMs).toBe(250);
  breaker.recordSuccess();
  expect(breaker.timeoutMs).toBe(1_000);
});

test('a quick failure does not open the circuit: it costs no time', () => {
  const breaker = new TableCircuitBreaker(1_000, 250);
  breaker.recordFailure(20);
  expect(breaker.timeoutMs).toBe(1_000);
});
