import { shellWord } from '../../terminal/shell.ts';
import type { Colours } from '../../terminal/text-table.ts';
import type { Keeper } from './resources.ts';

/** What it means to delete a stack: what goes, and what stays. */
export function warning(stack: string, place: string, keepers: readonly Keeper[], colours: Colours): string {
  const named = (stays: boolean) => keepers.filter((keeper) => keeper.stays === stays).map(nameOf);
  const [staying, going] = [named(true), named(false)];
  return [
    `\nThis deletes the stack ${colours.bold(stack)} (${place}).\n`,
    ...column('Goes', ['the API with its URL, the functions, all that is not named below', ...going.map(colours.red)]),
    ...column('Stays', staying.length > 0 ? staying : [colours.red('nothing: streams, history and tokens are lost')]),
    '\nA hook that is sent from then on is lost.',
    ...(staying.length > 0 ? ['What stays costs its storage alone: less than a dollar a GB and month.'] : []),
    '',
  ].join('\n');
}

/** What is left of a stack that was deleted, and what can be done with it. */
export function farewell(stack: string, keepers: readonly Keeper[], options: readonly string[]): string {
  const staying = keepers.filter(({ stays }) => stays);
  const tables = staying.filter(({ kind }) => kind === 'table');
  const aws = (command: string) =>
    tables.map(
      ({ name }) => `  ${['aws dynamodb', command, '--table-name', name, ...options.map(shellWord)].join(' ')}`,
    );
  if (staying.length === 0) return `\nThe stack ${stack} is deleted, and nothing of it is left.`;
  return [
    `\nThe stack ${stack} is deleted. These stay:\n`,
    ...staying.map((keeper) => `  ${nameOf(keeper)}`),
    ...(tables.length === 0
      ? []
      : [
          '\nA new deployment makes new, empty tables. The old ones are read, and deleted when nobody wants them any more, by:\n',
          ...aws('scan'),
          ...aws('delete-table'),
        ]),
  ].join('\n');
}

const nameOf = ({ kind, name }: Keeper): string => `${kind} ${name}`;

const column = (head: string, rows: readonly string[]): string[] =>
  rows.map((row, index) => `  ${(index === 0 ? head : '').padEnd(7)}${row}`);
