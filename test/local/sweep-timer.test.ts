import { describe, expect, test, vi } from 'vitest';
import { SweepTimer } from '../../local/sweeping/sweep-timer.ts';

describe('the sweeps of this machine', () => {
  test('begin at once, and go on', async () => {
    const sweep = vi.fn(async () => {});
    const timer = new SweepTimer(sweep, 20, () => {});
    timer.start();
    timer.start();
    expect(sweep).toHaveBeenCalledOnce();
    await expect.poll(() => sweep.mock.calls.length).toBeGreaterThan(3);
    await timer.stop();
    const calls = sweep.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sweep).toHaveBeenCalledTimes(calls);
  });

  test('never run twice at once, however long one takes', async () => {
    let running = 0;
    let most = 0;
    let sweeps = 0;
    const sweep = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running--;
      sweeps++;
    };
    const timer = new SweepTimer(sweep, 1, () => {});
    timer.start();
    await expect.poll(() => sweeps).toBeGreaterThan(3);
    await timer.stop();
    expect(most).toBe(1);
  });

  test('try again after an error', async () => {
    const errors: unknown[] = [];
    const timer = new SweepTimer(
      () => Promise.reject(new Error('no answer')),
      5,
      (error) => errors.push(error),
    );
    timer.start();
    await expect.poll(() => errors.length).toBeGreaterThan(2);
    await timer.stop();
    expect(errors[0]).toEqual(new Error('no answer'));
  });

  test('end at once when they are stopped in the middle of one, which is no error', async () => {
    const errors: unknown[] = [];
    const sweep = (_since: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const timer = new SweepTimer(sweep, 60_000, (error) => errors.push(error));
    timer.start();
    await timer.stop();
    expect(errors).toEqual([]);
  });
});
