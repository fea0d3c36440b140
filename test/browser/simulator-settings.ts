import type { SimulateOptions } from '../../cli/simulate/simulate-command.ts';
import { resolveSimulationSettings, type SimulationSettings } from '../../cli/simulate/simulate-settings.ts';
import type { ReceiverUnderTest } from '../local/use-receiver.ts';

const defaults: SimulateOptions = {
  scenario: 'all',
  ams: '2.17.1',
  streams: 1,
  rate: 50,
  retries: 0,
  seed: 1,
  compare: false,
};

/** Returns the simulator's settings for a receiver. */
export function simulatorSettings(
  { url, token }: Pick<ReceiverUnderTest, 'url' | 'token'>,
  options: Partial<SimulateOptions> = {},
): SimulationSettings {
  return resolveSimulationSettings({ ...defaults, url: `${url}/hooks/LiveApp/${token}`, ...options }, undefined, 1);
}
