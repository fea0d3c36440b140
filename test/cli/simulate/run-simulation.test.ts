import { describe, expect, test } from 'vitest';
import { type Comparison, compare } from '../../../cli/simulate/compare.ts';
import { simulate } from '../../../cli/simulate/run-simulation.ts';
import { summary } from '../../../cli/simulate/run-summary.ts';
import { scenarios } from '../../../cli/simulate/scenarios.ts';
import type { Typed } from '../../../cli/simulate/simulate-command.ts';
import { type Settings, settingsOf } from '../../../cli/simulate/simulate-settings.ts';
import { isClean, wrongOnes } from '../../../cli/simulate/verdict.ts';
import { lookOf } from '../../../terminal/run-command.ts';
import { useReceiver } from '../../local/use-receiver.ts';

const receiver = useReceiver();
const usual: Typed = { scenario: 'all', ams: '2.17.1', streams: 1, rate: 150, retries: 0, compare: true };

function settings(typed: Partial<Typed>): Settings {
  const url = `${receiver.url}/hooks/LiveApp/${receiver.token}`;
  return settingsOf({ ...usual, url, ...typed }, undefined, 1);
}

const mixed = { shuffle: true, duplicate: 50 } as const;

describe('a receiver that was played to says what was sent', () => {
  test.each(
    Object.keys(scenarios).flatMap((scenario): Partial<Typed>[] => [
      { scenario },
      { scenario, encoding: 'form' },
      { scenario, ...mixed, streams: 2, seed: 7 },
      { scenario, ...mixed, encoding: 'form', seed: 8 },
      { scenario, ams: '2.8', duplicate: 50 },
      { scenario, ams: '2.8', ...mixed },
      { scenario, ams: '2.10', ...mixed },
    ]),
  )('%o', async (typed) => {
    const played = await simulate(settings(typed));
    expect(wrongOf(played.comparison)).toEqual([]);
    expect(isClean(played)).toBe(true);
    expect(played.delivered.length).toBeGreaterThan(0);
  });
});

test('the story of a crash is a superseded session, and two server-level hooks', async () => {
  const { comparison } = await simulate(settings({ scenario: 'crash' }));
  expect(comparison).toMatchObject({
    streams: [{ expected: { status: 'live', sessions: 'open, superseded' } }],
    servers: [{ expected: 'highResourceUsage 1, unexpectedServerShutdown 1' }],
  });
});

describe('the comparison', () => {
  test('finds what a receiver does not say', async () => {
    const { api } = settings({});
    if (api === undefined) throw new Error('no read API');
    const { delivered } = await simulate(settings({ scenario: 'recording' }));
    const events = delivered.map(({ delivery }) => delivery);
    const lost = { at: Date.now(), from: 'app', fields: { id: 'never-sent', action: 'vodReady', vodId: 'x' } } as const;
    const again = {
      at: Date.now() + 1,
      from: 'app',
      fields: { ...events[0]?.fields, action: 'liveStreamStarted' },
    } as const;
    const { streams } = await compare([...events, lost, again], true, api);
    expect(streams.flatMap(({ wrong }) => wrong)).toEqual([
      { field: 'stream', expected: 'never-sent', found: 'never heard of' },
      { field: 'status', expected: 'live', found: 'ended' },
      { field: 'sessions', expected: 'open, ended', found: 'ended' },
    ]);
  });

  test('says that order cannot be judged without timestamps', async () => {
    const played = await simulate(settings({ scenario: 'reconnect', ams: '2.8', shuffle: true }));
    expect(played.orderIsKnown).toBe(false);
    expect(summary(played, lookOf())).toContain('Order cannot be judged');
  });

  test('is an error when the token may not read', async () => {
    const played = await simulate(settings({ scenario: 'recording', token: 'none' }));
    expect(isClean(played)).toBe(false);
    expect(summary(played, lookOf())).toContain('the token was refused (401)');
  });
});

test('when the first hook is refused no other is sent, and what was answered is told', async () => {
  const url = `${receiver.url}/hooks/LiveApp/wrong`;
  const played = await simulate(settings({ scenario: 'recording', url, token: receiver.token }));
  expect(played).toMatchObject({ isRefused: true, delivered: [{ answer: { isRefused: true } }] });
  expect(isClean(played)).toBe(false);
  expect(summary(played, lookOf())).toContain('1  failed: status 403: this URL may not send hooks here');
});

test('the summary fits into 100 columns', async () => {
  const text = summary(await simulate(settings({})), lookOf());
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(text).toContain('The read API says what was sent: 11 streams and 1 server as expected.');
});

function wrongOf(comparison: Comparison | Error | undefined) {
  if (comparison === undefined || comparison instanceof Error) throw comparison ?? new Error('nothing was compared');
  return wrongOnes(comparison);
}
