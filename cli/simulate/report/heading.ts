import { formatDuration } from '../../../lambda/text/format-duration.ts';
import { pluralize } from '../../../lambda/text/pluralize.ts';
import type { SimulateOptions } from '../simulate-command.ts';
import type { SimulationSettings } from '../simulate-settings.ts';

/** Returns what is about to be sent, without the token of the URL: users paste these lines into issues. */
export function formatHeading({ ams, live }: SimulateOptions, settings: SimulationSettings): string {
  const { scenarios, streams, encoding, url, app, shuffle, duplicate, seed } = settings;
  const what =
    live === undefined ? scenarios.join(', ') : `${pluralize(streams, 'stream')} live for ${formatDuration(live)}`;
  const seedText = shuffle || duplicate > 0 ? `, with --seed ${seed}` : '';
  return `Simulating Ant Media Server ${ams}: ${what}\nto ${url.origin} as ${app}, in ${encoding}${seedText}`;
}
