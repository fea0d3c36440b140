import type { Running } from '../../local/data-dir.ts';
import { counted } from '../../terminal/counted.ts';
import { withPlace } from '../place/with-place.ts';
import { type Forgotten, forgetSimulated } from './forget-simulated.ts';
import type { Typed } from './simulate-command.ts';

/** Whether hooks are sent: `--clean` alone sends none. */
export const plays = ({ clean, scenario, live }: Typed): boolean =>
  !clean || scenario !== undefined || live !== undefined;

/** Throws where hooks would go to one receiver, and another one, or none, be cleaned. */
export function checkPlace(typed: Typed, running: Running | undefined): void {
  const { url, stack, clean } = typed;
  const isHere = url === undefined || (running !== undefined && url.startsWith(`${running.url}/`));
  if (stack === undefined && clean && !isHere)
    throw new Error(
      '--clean: received a URL of another receiver, which does not say where its tables are: expected --stack.',
    );
  if (stack !== undefined && !clean) throw new Error('--stack: expected with --clean; hooks go to --url.');
  if (stack !== undefined && url === undefined && plays(typed))
    throw new Error('--stack: received no --url beside it, expected the webhook URL of that stack: hooks go there.');
}

/** Forgets what was simulated, on this machine or in a deployed stack. */
export function cleanUp({ stack, json }: Typed): Promise<Forgotten> {
  return withPlace(stack, async ({ client, tables, name }) => {
    const forgotten = await forgetSimulated({ client, name: tables.streams }, Date.now());
    const { streams, servers, rows } = forgotten;
    const what = `${counted(streams.length, 'stream')} and ${counted(servers.length, 'server')}`;
    if (!json) console.log(`Forgot ${what} that were simulated, of ${name}: ${counted(rows, 'row')}.`);
    return forgotten;
  });
}
