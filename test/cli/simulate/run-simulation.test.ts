import { describe, expect, test } from 'vitest';
import { type Comparison, compare, findMismatches } from '../../../cli/simulate/compare.ts';
import { formatSummary } from '../../../cli/simulate/report/run-summary.ts';
import { isSuccessful, runSimulation } from '../../../cli/simulate/run-simulation.ts';
import { scenarios } from '../../../cli/simulate/scenarios/scenarios.ts';
import type { SimulateOptions } from '../../../cli/simulate/simulate-command.ts';
import { resolveSimulationSettings, type SimulationSettings } from '../../../cli/simulate/simulate-settings.ts';
import { detectTerminal } from '../../../terminal/run-command.ts';
import { useReceiver } from '../../local/use-receiver.ts';

const receiver = useReceiver();
const defaults: SimulateOptions = { scenario: 'all', ams: '2.17.1', streams: 1, rate: 100, retries: 0, compare: true };

function settingsWith(typed: Partial<SimulateOptions>): SimulationSettings {
  const url = `${receiver.url}/hooks/LiveApp/${receiver.token}`;
  const retries = typed.ams === '2.8' ? 0 : 3; // a busy machine answers 503
  return resolveSimulationSettings({ ...defaults, url, retries, ...typed }, undefined, 1);
}

const shuffledWithDuplicates = { shuffle: true, duplicate: 50 } as const;

describe('the read API of a receiver matches the simulated hooks', () => {
  test.each(
    Object.keys(scenarios).flatMap((scenario): Partial<SimulateOptions>[] => [
      { scenario },
      { scenario, encoding: 'form' },
      { scenario, ...shuffledWithDuplicates, streams: 2, seed: 7 },
      { scenario, ...shuffledWithDuplicates, encoding: 'form', seed: 8 },
      { scenario, ams: '2.8', duplicate: 50 },
      { scenario, ams: '2.8', ...shuffledWithDuplicates },
      { scenario, ams: '2.10', ...shuffledWithDuplicates },
    ]),
  )('%o', async (typed) => {
    const result = await runSimulation(settingsWith(typed));
    expect(mismatchesOf(result.comparison)).toEqual([]);
    expect(isSuccessful(result)).toBe(true);
    expect(result.delivered.length).toBeGreaterThan(0);
  });
});

test('a crash results in a superseded session, and two server-level hooks', async () => {
  const { comparison } = await runSimulation(settingsWith({ scenario: 'crash' }));
  expect(comparison).toMatchObject({
    streams: [{ expected: { status: 'live', sessions: 'open, superseded' } }],
    servers: [{ expected: 'highResourceUsage 1, unexpectedServerShutdown 1' }],
  });
});

describe('the comparison', () => {
  test('finds the differences of a receiver', async () => {
    const { api } = settingsWith({});
    if (api === undefined) throw new Error('no read API');
    const { delivered } = await runSimulation(settingsWith({ scenario: 'recording' }));
    const receivedAt = Date.now();
    const events = delivered.map(({ delivery: { fields } }) => ({ fields, receivedAt }));
    const lost = { receivedAt, fields: { id: 'never-sent', action: 'vodReady', vodId: 'x' } };
    const again = {
      receivedAt,
      fields: { ...events[0]?.fields, action: 'liveStreamStarted', timestamp: receivedAt + 1 },
    };
    const { streams } = await compare([...events, lost, again], true, api);
    expect(streams.flatMap(({ wrong }) => wrong)).toEqual([
      { field: 'stream', expected: 'never-sent', found: 'not found' },
      { field: 'status', expected: 'live', found: 'ended' },
      { field: 'sessions', expected: 'open, ended', found: 'ended' },
    ]);
  });

  test('says that the order is unknown without timestamps', async () => {
    const result = await runSimulation(settingsWith({ scenario: 'reconnect', ams: '2.8', shuffle: true }));
    expect(result.orderIsKnown).toBe(false);
    expect(formatSummary(result, detectTerminal())).toContain('The order of events is unknown');
  });

  test('is an error when the token may not read', async () => {
    const result = await runSimulation(settingsWith({ scenario: 'recording', token: 'none' }));
    expect(isSuccessful(result)).toBe(false);
    expect(formatSummary(result, detectTerminal())).toContain('the token was refused (401)');
  });
});

test('when the first hook is refused no other is sent, and the answer is printed', async () => {
  const url = `${receiver.url}/hooks/LiveApp/wrong`;
  const result = await runSimulation(settingsWith({ scenario: 'recording', url, token: receiver.token }));
  expect(result).toMatchObject({ isRefused: true, delivered: [{ answer: { isRefused: true } }] });
  expect(isSuccessful(result)).toBe(false);
  expect(formatSummary(result, detectTerminal())).toContain('1  failed: status 403: this URL may not send hooks here');
});

test('the summary fits into 100 columns', async () => {
  const text = formatSummary(await runSimulation(settingsWith({})), detectTerminal());
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(text).toContain('The read API matches the hooks: 17 streams and 2 servers as expected.');
});

function mismatchesOf(comparison: Comparison | Error | undefined) {
  if (comparison === undefined || comparison instanceof Error) throw comparison ?? new Error('nothing was compared');
  return findMismatches(comparison);
}
