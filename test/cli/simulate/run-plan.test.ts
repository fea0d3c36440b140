import { expect, test } from 'vitest';
import { planDeliveries, type RunPlan } from '../../../cli/simulate/run-plan.ts';
import { type ScenarioName, scenarios } from '../../../cli/simulate/scenarios/scenarios.ts';
import { createRandom } from '../../../oracle/random.ts';
import { dialectOf } from './capture-inputs.ts';

const now = 1_793_620_800_000;
const everyScenario = Object.keys(scenarios) as ScenarioName[]; // its own keys

function planned(more: Partial<RunPlan> & { seed?: number; ams?: string } = {}) {
  const { seed = 1, ams = '2.17.1', ...changes } = more;
  const dialect = dialectOf(ams, ams === '2.17.1' ? 'json' : 'form');
  const defaults = {
    scenarios: everyScenario,
    streams: 2,
    dialect,
    host: 'h',
    run: 'r1',
    shuffle: false,
    duplicate: 0,
  };
  return planDeliveries({ ...defaults, random: createRandom(seed), ...changes }, now);
}

const bodies = (deliveries: ReturnType<typeof planDeliveries>) =>
  deliveries.map(({ request }) => request.body.toString());
const idsOf = (deliveries: ReturnType<typeof planDeliveries>) => new Set(deliveries.map(({ fields }) => fields.id));

test('no hook has a future time, and the last ones are of now', () => {
  expect(Math.max(...planned().map(({ at }) => at))).toBe(now);
});

test('heartbeats come every 5 s', () => {
  const beats = planned({ scenarios: ['heartbeats'], streams: 1 }).filter(
    ({ fields }) => fields.action === 'liveStreamStatus',
  );
  const gaps = beats.slice(1).map(({ at }, index) => at - (beats[index]?.at ?? 0));
  expect(new Set(gaps)).toEqual(new Set([5_000]));
});

test('vodReady arrives before the end, which is 3 ms older', () => {
  const sent = planned({ scenarios: ['recording'], streams: 1 }).map(({ at, fields }) => [fields.action, now - at]);
  expect(sent).toEqual([
    ['liveStreamStarted', 90_003],
    ['vodReady', 0],
    ['liveStreamEnded', 3],
  ]);
});

test('a retried end arrives after the next start, byte for byte; before 2.9 there are no retries', () => {
  const [, ended, , retried] = bodies(planned({ scenarios: ['reconnect'], streams: 1 }));
  expect(retried).toBe(ended);
  expect(planned({ scenarios: ['reconnect'], streams: 1, ams: '2.8' })).toHaveLength(4);
});

test('two runs share no stream', () => {
  const second = idsOf(planned({ run: 'r2' }));
  expect([...idsOf(planned())].filter((id) => id !== undefined && second.has(id))).toEqual([]);
});

test('the same seed gives the same hooks', () => {
  const mixed = { shuffle: true, duplicate: 30 };
  expect(bodies(planned({ ...mixed, seed: 3 }))).toEqual(bodies(planned({ ...mixed, seed: 3 })));
  expect(bodies(planned({ ...mixed, seed: 4 }))).not.toEqual(bodies(planned({ ...mixed, seed: 3 })));
});

test('a duplicate has the same bytes, and is sent later', () => {
  const twice = bodies(planned({ duplicate: 100, scenarios: ['adaptive'] }));
  expect(twice).toHaveLength(2 * new Set(twice).size);
});
