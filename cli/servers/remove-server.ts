import type { Command } from 'commander';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { type AppOptions, appOf, takesApp } from './app-argument.ts';
import { withServerStore } from './with-server-store.ts';

interface RemoveServerOptions extends AppOptions {
  readonly stack?: string;
  readonly json?: true;
}

/** Adds `remove`, which removes a registered media server with its secret. */
export function addRemove(servers: Command): void {
  takesApp(servers.command('remove'), 'the app whose media server is removed')
    .description('remove the media server of an app: it is no longer asked')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((argument: string | undefined, { stack, json, ...options }: RemoveServerOptions) => {
      const app = appOf(argument, options);
      if (app === undefined) throw new Error('Received no app, expected one: as in --app LiveApp.');
      return withServerStore(stack, async ({ remove, name }) => {
        if (!(await remove(app)))
          throw new Error(`App: received "${app}", which has no media server in ${name}: see npm run servers -- list.`);
        console.log(json ? toPrintableJson({ app }) : toPrintable(`Removed the media server of ${app} in ${name}.`));
      });
    });
}
