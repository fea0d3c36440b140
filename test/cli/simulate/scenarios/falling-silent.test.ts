import { expect, test } from 'vitest';
import { isSimulatedHost } from '../../../../cli/simulate/ids.ts';
import { lostEnd, serverCrash, silent } from '../../../../cli/simulate/scenarios/falling-silent.ts';
import type { ScheduledHook } from '../../../../cli/simulate/scenarios/scenario.ts';
import { createRandom } from '../../../../oracle/random.ts';

const RUN = 'mwwssjny';
const contextOf = (name: string) => ({ id: `${name}-${RUN}-1`, ams: [2, 17, 1] as const, random: createRandom(1) });
const actionOf = ({ hook }: ScheduledHook) => String(hook.fields.action);
const clocksOf = (hooks: readonly ScheduledHook[], action: string) =>
  hooks.filter((hook) => actionOf(hook) === action).map(({ at }) => at);

test('silent: a start and heartbeats, and nothing after the last one', () => {
  const hooks = silent(contextOf('silent'));
  expect(actionOf(hooks[0] as ScheduledHook)).toBe('liveStreamStarted');
  expect(new Set(hooks.slice(1).map(actionOf))).toEqual(new Set(['liveStreamStatus']));
  expect(hooks.length).toBeGreaterThan(5);
});

test('lost-end: the first of two sessions has no end, and far more than 15 s lie between its last heartbeat and the next start', () => {
  const hooks = lostEnd(contextOf('lost-end'));
  const [, restarted = 0] = clocksOf(hooks, 'liveStreamStarted');
  const beats = clocksOf(hooks, 'liveStreamStatus');
  const ends = clocksOf(hooks, 'liveStreamEnded');
  expect(restarted - Math.max(...beats.filter((at) => at < restarted))).toBeGreaterThan(300_000);
  expect(beats.some((at) => at > restarted)).toBe(true);
  expect(ends.filter((at) => at < restarted)).toEqual([]);
  expect(ends).toHaveLength(1);
});

test('server-crash: four streams fall silent within a heartbeat, two start again without an end, and the server reports it', () => {
  const hooks = serverCrash(contextOf('server-crash'));
  const [report] = hooks.filter(({ hook }) => hook.from === 'server');
  expect(report?.hook.fields.action).toBe('highResourceUsage');
  expect(report?.hook.fields.appNames).toBe('LiveApp');
  expect(isSimulatedHost(String(report?.hook.fields.host), Date.UTC(2026, 11, 31))).toBe(true);
  const ids = [...new Set(hooks.flatMap(({ hook }) => (hook.from === 'app' ? [String(hook.fields.id)] : [])))];
  const ofId = (id: string) => hooks.filter(({ hook }) => hook.fields.id === id);
  const restarts = ids.map((id) => clocksOf(ofId(id), 'liveStreamStarted')[1] ?? Number.POSITIVE_INFINITY);
  const lastBeats = ids.map((id, index) =>
    Math.max(...clocksOf(ofId(id), 'liveStreamStatus').filter((at) => at < (restarts[index] ?? 0))),
  );
  expect(ids).toHaveLength(4);
  expect(restarts.filter(Number.isFinite)).toHaveLength(2);
  expect(Math.max(...lastBeats) - Math.min(...lastBeats)).toBeLessThan(5_000);
  expect(Math.min(...restarts)).toBeGreaterThan(Math.max(...lastBeats) + 15_000);
  expect(clocksOf(hooks, 'liveStreamEnded')).toEqual([]);
});
