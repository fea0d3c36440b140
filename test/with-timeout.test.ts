import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { raceAbort, withTimeout } from '../lambda/with-timeout.ts';

test('Node warns of no leak when many requests wait for one signal', async () => {
  const warnings: Error[] = [];
  const collect = (warning: Error) => warnings.push(warning);
  process.on('warning', collect);
  onTestFinished(() => void process.off('warning', collect));
  await withTimeout(1_000, (signal) => Promise.all(Array.from({ length: 40 }, () => raceAbort(signal, sleep(10)))));
  await sleep(10); // warnings are emitted later
  expect(warnings).toEqual([]);
});
