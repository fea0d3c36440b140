import { toShellWord } from '../../terminal/shell.ts';
import type { Colours } from '../../terminal/text-table.ts';
import type { StatefulResource } from './stateful-resources.ts';

/** What it means to delete a stack: what goes, and what stays. */
export function destroyWarning(
  stack: string,
  location: string,
  resources: readonly StatefulResource[],
  colours: Colours,
): string {
  const namesWhere = (stays: boolean) => resources.filter((keeper) => keeper.stays === stays).map(nameOf);
  const [retained, deleted] = [namesWhere(true), namesWhere(false)];
  return [
    `\nThis deletes the stack ${colours.bold(stack)} (${location}).\n`,
    ...column('Goes', [
      'the API with its URL, the functions, all that is not named below',
      ...deleted.map(colours.red),
    ]),
    ...column('Stays', retained.length > 0 ? retained : [colours.red('nothing: streams, history and tokens are lost')]),
    '\nA hook that is sent from then on is lost.',
    ...(retained.length > 0 ? ['What stays costs its storage alone: less than a dollar a GB and month.'] : []),
    '',
  ].join('\n');
}

/** What is left of a stack that was deleted, and what can be done with it. */
export function deletedSummary(
  stack: string,
  resources: readonly StatefulResource[],
  awsArgs: readonly string[],
): string {
  const retained = resources.filter(({ stays }) => stays);
  const tables = retained.filter(({ kind }) => kind === 'table');
  const awsCommands = (command: string) =>
    tables.map(
      ({ name }) => `  ${['aws dynamodb', command, '--table-name', name, ...awsArgs.map(toShellWord)].join(' ')}`,
    );
  if (retained.length === 0) return `\nThe stack ${stack} is deleted, and nothing of it is left.`;
  return [
    `\nThe stack ${stack} is deleted. These stay:\n`,
    ...retained.map((keeper) => `  ${nameOf(keeper)}`),
    ...(tables.length === 0
      ? []
      : [
          '\nA new deployment makes new, empty tables. The old ones are read, and deleted when nobody wants them any more, by:\n',
          ...awsCommands('scan'),
          ...awsCommands('delete-table'),
        ]),
  ].join('\n');
}

const nameOf = ({ kind, name }: StatefulResource): string => `${kind} ${name}`;

const column = (head: string, rows: readonly string[]): string[] =>
  rows.map((row, index) => `  ${(index === 0 ? head : '').padEnd(7)}${row}`);
