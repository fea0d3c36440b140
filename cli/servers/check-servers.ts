import type { Command } from 'commander';
import type { ServerCheck } from '../../lambda/asking/check-server.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { type AppOptions, appOf, takesApp } from './app-argument.ts';
import { toCheckJson } from './check-json.ts';
import type { ServerStore } from './server-store.ts';
import { withServerStore } from './with-server-store.ts';

interface CheckServersOptions extends AppOptions {
  readonly stack?: string;
  readonly json?: true;
}

/** What one registered server was heard to say. */
interface CheckedServer {
  readonly app: string;
  readonly check: ServerCheck;
}

/** Adds `check`, which asks the media server of one app, or of each, and fails when one could not be asked. */
export function addCheck(servers: Command): void {
  takesApp(servers.command('check'), 'the app whose media server is asked (default: each)')
    .description(
      'ask as the sweeper does (deployed: from the sweeper itself); exit code 1 when a server cannot be asked',
    )
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((argument: string | undefined, { stack, json, ...options }: CheckServersOptions) =>
      withServerStore(stack, (store) => check(store, appOf(argument, options), json)),
    );
}

async function check(store: ServerStore, app: string | undefined, json: true | undefined): Promise<void> {
  const apps = app === undefined ? (await store.list()).map((server) => server.app) : [app];
  const checked: CheckedServer[] = [];
  for (const each of apps) checked.push({ app: each, check: await store.check(each) });
  if (json) console.log(toPrintableJson(checked.map((each) => ({ app: each.app, ...toCheckJson(each.check) }))));
  else if (apps.length === 0) console.log(`No media servers in ${store.name}: npm run servers -- add --help`);
  else for (const each of checked) console.log(toPrintable(`${each.app}: ${each.check.text}.`));
  const failed = checked.filter((each) => !each.check.ok).map((each) => each.app);
  if (failed.length > 0)
    throw new Error(
      `The media server of ${failed.join(', ')} could not be asked, expected an answer from it: see above.`,
    );
}
