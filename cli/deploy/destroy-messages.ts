import { toShellWord } from '../../terminal/shell.ts';
import type { Colours } from '../../terminal/text-table.ts';
import type { StatefulResource } from './stateful-resources.ts';

/** Lists what deleting a stack deletes, and what it retains. */
export function destroyWarning(
  stack: string,
  location: string,
  resources: readonly StatefulResource[],
  colours: Colours,
): string {
  const namesWhere = (isRetained: boolean) =>
    resources.filter((resource) => resource.isRetained === isRetained).map(nameOf);
  const [retained, deleted] = [namesWhere(true), namesWhere(false)];
  return [
    `\nThis deletes the stack ${colours.bold(stack)} (${location}).\n`,
    ...column('Deleted', [
      'the API with its URL, the functions, everything not listed below',
      ...deleted.map(colours.red),
    ]),
    ...column(
      'Retained',
      retained.length > 0 ? retained : [colours.red('nothing: streams, history and tokens are lost')],
    ),
    '\nHooks sent from then on are lost.',
    ...(retained.length > 0
      ? ['Retained resources cost only their storage: less than a dollar per GB and month.']
      : []),
    '',
  ].join('\n');
}

/** Lists what remains of a deleted stack, with the AWS CLI commands that read and delete its tables. */
export function deletedSummary(
  stack: string,
  resources: readonly StatefulResource[],
  awsArgs: readonly string[],
): string {
  const retained = resources.filter(({ isRetained }) => isRetained);
  const tables = retained.filter(({ kind }) => kind === 'table');
  const awsCommands = (command: string) =>
    tables.map(
      ({ name }) => `  ${['aws dynamodb', command, '--table-name', name, ...awsArgs.map(toShellWord)].join(' ')}`,
    );
  if (retained.length === 0) return `\nThe stack ${stack} is deleted, and nothing of it remains.`;
  return [
    `\nThe stack ${stack} is deleted. These remain:\n`,
    ...retained.map((resource) => `  ${nameOf(resource)}`),
    ...(tables.length === 0
      ? []
      : [
          '\nA new deployment creates new, empty tables. To read the old ones, and to delete them once nobody needs them:\n',
          ...awsCommands('scan'),
          ...awsCommands('delete-table'),
        ]),
  ].join('\n');
}

const nameOf = ({ kind, name }: StatefulResource): string => `${kind} ${name}`;

const column = (head: string, rows: readonly string[]): string[] =>
  rows.map((row, index) => `  ${(index === 0 ? head : '').padEnd(10)}${row}`);
