import { expect, onTestFinished, test, vi } from 'vitest';
import { PollingLoop } from '../../../local/notifying/polling-loop.ts';

/** Starts a loop; returns it with its errors. */
function startLoop(turn: () => Promise<void>) {
  const errors: unknown[] = [];
  const loop = new PollingLoop({ turn, onError: (error) => errors.push(error) });
  onTestFinished(() => loop.stop());
  return { loop, errors };
}

test('takes turns one at a time, each after a wake that came during the one before', async () => {
  let running = 0;
  let turns = 0;
  const { loop } = startLoop(async () => {
    expect(++running).toBe(1);
    turns++;
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (turns < 5) loop.wake(Date.now());
    running--;
  });
  await vi.waitFor(() => expect(turns).toBe(5));
});

test('pauses after a turn that failed, and reports the first error of several in a row', async () => {
  const results = ['fails', 'fails', 'works', 'fails'];
  let turns = 0;
  const { loop, errors } = startLoop(async () => {
    const result = results[turns++];
    if (turns > 1) loop.wake(Date.now()); // the first turn begins before the loop is returned
    if (result === 'fails') throw new Error(`turn ${turns}`);
  });
  await vi.waitFor(() => expect(turns).toBe(results.length), { timeout: 20_000 });
  expect(errors).toEqual([new Error('turn 1'), new Error('turn 4')]);
});

test('stops after the turn that is being taken', async () => {
  let finish = () => {};
  let ended = 0;
  const { loop } = startLoop(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    ended++;
  });
  const stopped = loop.stop();
  loop.wake(Date.now());
  finish();
  await stopped;
  expect(ended).toBe(1);
});
