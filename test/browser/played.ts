import type { Typed } from '../../cli/simulate/simulate-command.ts';
import { type Settings, settingsOf } from '../../cli/simulate/simulate-settings.ts';
import type { ReceiverUnderTest } from '../local/use-receiver.ts';

const usual: Typed = { scenario: 'all', ams: '2.17.1', streams: 1, rate: 50, retries: 0, seed: 1, compare: false };

/** How the simulator plays for a receiver. */
export function settingsFor({ url, token }: ReceiverUnderTest, typed: Partial<Typed> = {}): Settings {
  return settingsOf({ ...usual, url: `${url}/hooks/LiveApp/${token}`, ...typed }, undefined, 1);
}
