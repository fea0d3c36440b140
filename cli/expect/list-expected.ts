import type { Command } from 'commander';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { expectationText, formatGrace } from '../../words/expectation-text.ts';
import { stackOption } from '../connection/with-connection.ts';
import { type ListedExpected, readExpectedList } from './expected-list.ts';
import { withStreamsTable } from './with-streams-table.ts';

/** The order of the table: what is wrong comes first. */
const stateOrder: readonly ListedExpected['state'][] = ['missing', 'waiting', 'live'];

/** Adds `list`, which prints every expected stream and whether it is live. */
export function addList(expect: Command): void {
  expect
    .command('list')
    .description('list every expected stream, the missing ones first')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json }: { stack?: string; json?: true }) =>
      withStreamsTable(stack, async ({ streams, name }) => {
        const now = Date.now();
        const all = await readExpectedList(streams, now);
        if (json) console.log(toPrintableJson(all));
        else if (all.length === 0) console.log(`No streams are expected in ${name}: npm run expect -- add --help`);
        else console.log(renderExpected(all, now, detectTerminal()));
      }),
    );
}

/** Renders the table of expected streams, the missing ones first. */
export function renderExpected(all: readonly ListedExpected[], now: number, style: TerminalStyle): string {
  const rows = stateOrder.flatMap((wanted) => all.filter(({ state }) => state === wanted));
  return renderTable(columnsAt(now, style), rows, style);
}

function columnsAt(now: number, { colours }: TerminalStyle): Column<ListedExpected>[] {
  const paint = { live: colours.green, waiting: colours.yellow, missing: colours.red };
  return [
    { head: 'STATE', text: (stream) => expectationText(stream, now), paint: (text, { state }) => paint[state](text) },
    { head: 'STREAM', text: ({ app, id }) => `${app}/${id}`, minWidth: 24, truncatesMiddle: true },
    { head: 'NAME', text: ({ name }) => name, minWidth: 10, isOptional: true },
    { head: 'GRACE', text: ({ grace }) => formatGrace(grace) },
  ];
}
