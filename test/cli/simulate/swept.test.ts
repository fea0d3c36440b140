import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { compareWithApi, isSuccessful, sendScenarios } from '../../../cli/simulate/run-simulation.ts';
import { IN_MEMORY } from '../../../local/data-dir/data-dir.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { simulatorSettings } from '../../browser/simulator-settings.ts';

/** Starts a receiver whose sweeps presume ends within seconds. */
async function startSweepingReceiver() {
  const sweepPolicy = { sweepMs: 200, presumeEndedMs: 1_000 };
  const receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: IN_MEMORY, log: () => {}, sweepPolicy });
  onTestFinished(() => receiver.close());
  return receiver;
}

test('while sweeps presume the ends of simulated streams, the read API matches the hooks in every comparison', async () => {
  const settings = simulatorSettings(await startSweepingReceiver(), { scenario: 'silent,lost-end', compare: true });
  const sent = await sendScenarios({ ...settings, rate: 20 });
  for (let presumed = 0; presumed === 0; ) {
    const comparison = await compareWithApi(sent, settings);
    expect(comparison).toMatchObject({ streams: [{ wrong: [] }, { wrong: [] }] });
    expect(isSuccessful({ ...sent, comparison })).toBe(true);
    if (comparison === undefined || comparison instanceof Error) throw comparison ?? new Error('nothing was compared');
    presumed = comparison.streams.filter(({ expected }) => expected.status === 'presumedEnded').length;
    await sleep(50);
  }
});
