import { counted } from '../../terminal/counted.ts';
import { duration } from '../../terminal/local-time.ts';
import type { Typed } from './simulate-command.ts';
import type { Settings } from './simulate-settings.ts';

/** What is about to happen. The URL's token is not told: these lines may be copied into an issue. */
export function heading({ ams, live }: Typed, settings: Settings): string {
  const { scenarios, streams, encoding, url, app, shuffle, duplicate, seed } = settings;
  const what = live === undefined ? scenarios.join(', ') : `${counted(streams, 'stream')} live for ${duration(live)}`;
  const chance = shuffle || duplicate > 0 ? `, with --seed ${seed}` : '';
  return `Ant Media Server ${ams} plays ${what}\nto ${url.origin} as ${app}, in ${encoding}${chance}`;
}
