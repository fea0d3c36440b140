import { expect, test } from 'vitest';
import { BackgroundWrites } from '../../../local/authorising/background-writes.ts';

test('the result of a write is returned, and the fallback while it goes on', async () => {
  const writes = new BackgroundWrites();
  let finish = (_: string) => {};
  const slow = new Promise<string>((resolve) => {
    finish = resolve;
  });
  expect(await writes.run(Promise.resolve('written'), 'fallback')).toBe('written');
  expect(await writes.run(slow, 'fallback')).toBe('fallback');
  const ends: string[] = [];
  const finished = writes.finish().then(() => ends.push('finish'));
  finish('written');
  void slow.then(() => ends.push('write'));
  await finished;
  expect(ends).toEqual(['write', 'finish']);
});
