import { expect, test } from 'vitest';
import { KeyedMutex } from '../../lambda/table/keyed-mutex.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('work for one key runs one at a time, first come first served, and work for another key meanwhile', async () => {
  const mutex = new KeyedMutex();
  const done: string[] = [];
  const work = (key: string, name: string, ms: number) =>
    mutex.run(key, async () => {
      done.push(`${name} begins`);
      await pause(ms);
      done.push(`${name} ends`);
    });
  await Promise.all([work('a', 'first', 30), work('a', 'second', 1), work('b', 'other', 10)]);
  expect(done).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

test('work that fails does not affect later work', async () => {
  const mutex = new KeyedMutex();
  const failing = mutex.run('a', () => Promise.reject(new Error('no')));
  const next = mutex.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
