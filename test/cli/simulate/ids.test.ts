import { expect, test } from 'vitest';
import { createRunId, isSimulated, isSimulatedHost, streamIdOf } from '../../../cli/simulate/ids.ts';
import { planDeliveries } from '../../../cli/simulate/run-plan.ts';
import { type ScenarioName, scenarios } from '../../../cli/simulate/scenarios/scenarios.ts';
import { createRandom } from '../../../oracle/random.ts';
import { subjectOf } from '../../../oracle/sent-hook.ts';
import { dialectOf } from './capture-inputs.ts';

const now = Date.UTC(2026, 10, 2, 12);

test('every stream and server of a scenario is recognised as simulated', () => {
  const every = Object.keys(scenarios) as ScenarioName[]; // its own keys
  const usual = {
    dialect: dialectOf('2.17.1', 'json'),
    host: 'h',
    shuffle: false,
    duplicate: 0,
    random: createRandom(1),
  };
  for (const delivery of planDeliveries({ ...usual, scenarios: every, streams: 12, run: createRunId(now) }, now)) {
    const isKnown = delivery.from === 'server' ? isSimulatedHost : isSimulated;
    expect(isKnown(subjectOf(delivery.fields), now), subjectOf(delivery.fields)).toBe(true);
  }
  expect(isSimulated(streamIdOf('live', createRunId(now), 0), now)).toBe(true);
});

test.each([
  { id: 'room-1', why: 'has no run' },
  { id: 'room-lobbyone-1', why: 'has a run before the first one' },
  { id: `room-${createRunId(now + 1)}-1`, why: 'has a run in the future' },
  { id: `stage-${createRunId(now)}-1`, why: 'has no name of a scenario' },
  { id: `my-room-${createRunId(now)}-1`, why: 'has a prefix' },
])('$id is not recognised: it $why', ({ id }) => {
  expect(isSimulated(id, now)).toBe(false);
  expect(isSimulatedHost(`${id}.ams.example`, now)).toBe(false);
});
