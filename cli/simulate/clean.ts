import { pluralize } from '../../lambda/text/pluralize.ts';
import type { RunningReceiver } from '../../local/data-dir/data-dir.ts';
import { withConnection } from '../connection/with-connection.ts';
import { type ForgetResult, forgetSimulated } from './forget-simulated.ts';
import type { SimulateOptions } from './simulate-command.ts';

/** Whether hooks are sent: `--clean` without a scenario sends none. */
export const sendsHooks = ({ clean, scenario, live }: SimulateOptions): boolean =>
  !clean || scenario !== undefined || live !== undefined;

/** Throws when `--clean` would not clean the receiver that the hooks go to. */
export function checkCleanTarget(options: SimulateOptions, running: RunningReceiver | undefined): void {
  const { url, stack, clean } = options;
  const isLocal = url === undefined || (running !== undefined && url.startsWith(`${running.url}/`));
  if (stack === undefined && clean && !isLocal)
    throw new Error(
      '--clean: received the URL of another receiver, expected --stack with the name of its stack, whose tables are cleaned.',
    );
  if (stack !== undefined && !clean)
    throw new Error('--stack: received it without --clean, expected both. Hooks are sent to --url.');
  if (stack !== undefined && url === undefined && sendsHooks(options))
    throw new Error('--stack: received no --url, expected the webhook URL of that stack, to which the hooks are sent.');
}

/** Deletes all simulated streams and servers, on this machine or in a deployed stack. */
export function cleanUp({ stack, json }: SimulateOptions): Promise<ForgetResult> {
  return withConnection(stack, async ({ client, tables, name }) => {
    const { streams: table, notifications } = tables;
    const forgotten = await forgetSimulated({ client, name: table, notifications }, Date.now());
    const { streams, servers, rows } = forgotten;
    const summary = `${pluralize(streams.length, 'stream')} and ${pluralize(servers.length, 'server')}`;
    if (!json) console.log(`Forgot ${summary} that were simulated, of ${name}: ${pluralize(rows, 'row')}.`);
    return forgotten;
  });
}
