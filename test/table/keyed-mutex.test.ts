import { expect, test } from 'vitest';
import { KeyedMutex } from '../../lambda/table/keyed-mutex.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('work on one thing is done one at a time, in the order of coming, and work on another meanwhile', async () => {
  const turns = new KeyedMutex();
  const done: string[] = [];
  const work = (thing: string, name: string, ms: number) =>
    turns.run(thing, async () => {
      done.push(`${name} begins`);
      await pause(ms);
      done.push(`${name} ends`);
    });
  await Promise.all([work('a', 'first', 30), work('a', 'second', 1), work('b', 'other', 10)]);
  expect(done).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

test('work that fails fails alone', async () => {
  const turns = new KeyedMutex();
  const failing = turns.run('a', () => Promise.reject(new Error('no')));
  const next = turns.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
