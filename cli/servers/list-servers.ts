import type { Command } from 'commander';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { stackOption } from '../connection/with-connection.ts';
import type { ListedServer } from './server-store.ts';
import { withServerStore } from './with-server-store.ts';

/** Adds `list`, which prints every registered media server without its secret. */
export function addList(servers: Command): void {
  servers
    .command('list')
    .description('list every registered media server, without its secret')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json }: { stack?: string; json?: true }) =>
      withServerStore(stack, async ({ list, name }) => {
        const all = await list();
        if (json) console.log(toPrintableJson(all));
        else if (all.length === 0) console.log(`No media servers in ${name}: npm run servers -- add --help`);
        else console.log(renderTable(columns(detectTerminal()), all, detectTerminal()));
      }),
    );
}

const columns = ({ colours }: TerminalStyle): Column<ListedServer>[] => [
  { head: 'APP', text: ({ app }) => app, paint: colours.bold, minWidth: 12 },
  { head: 'URL', text: ({ url }) => url, minWidth: 24 },
  { head: 'JWT', text: ({ jwt }) => (jwt ? 'yes' : 'no') },
];
