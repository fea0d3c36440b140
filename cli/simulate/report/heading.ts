import { pluralize } from '../../../words/pluralize.ts';
import { formatDuration } from '../../../words/time.ts';
import type { SimulateOptions } from '../simulate-command.ts';
import type { SimulationSettings } from '../simulate-settings.ts';

/** What is about to happen. The URL's token is not told: these lines may be copied into an issue. */
export function formatHeading({ ams, live }: SimulateOptions, settings: SimulationSettings): string {
  const { scenarios, streams, encoding, url, app, shuffle, duplicate, seed } = settings;
  const what =
    live === undefined ? scenarios.join(', ') : `${pluralize(streams, 'stream')} live for ${formatDuration(live)}`;
  const seedText = shuffle || duplicate > 0 ? `, with --seed ${seed}` : '';
  return `Ant Media Server ${ams} plays ${what}\nto ${url.origin} as ${app}, in ${encoding}${seedText}`;
}
