import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { raceAbort, withTimeout } from '../lambda/with-timeout.ts';

test('as much as a page needs may wait for one signal, and Node warns of no leak', async () => {
  const warnings: Error[] = [];
  const take = (warning: Error) => warnings.push(warning);
  process.on('warning', take);
  onTestFinished(() => void process.off('warning', take));
  await withTimeout(1_000, (signal) => Promise.all(Array.from({ length: 40 }, () => raceAbort(signal, sleep(10)))));
  await sleep(10); // a warning comes later
  expect(warnings).toEqual([]);
});
