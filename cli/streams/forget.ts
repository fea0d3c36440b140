import type { Command } from 'commander';
import { streamPartition } from '../../lambda/table/row-keys.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { confirm } from '../../terminal/confirm.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption, withConnection } from '../connection/with-connection.ts';
import { forgetStreams, forgottenClasses, totalRows } from '../forget/forget-streams.ts';
import { isExpected } from '../forget/remove-expectation.ts';
import { type DeletableTable, hasRows, type RowCounts } from '../forget/remove-partition.ts';
import { hasRefusals } from '../forget/remove-refusals.ts';
import type { StreamName } from '../forget/stream-name.ts';
import { parseStreamName } from './streams-options.ts';

interface ForgetOptions {
  readonly stack?: string;
  readonly yes?: true;
  readonly json?: true;
}

/** Adds the subcommand `forget`, which removes a stream from the table. */
export function addForget(streams: Command): void {
  streams
    .command('forget')
    .usage('[options] APP/ID | APP ID')
    .description(
      'remove a stream: its state, history, recordings, waiting notifications, refusals and all of its other rows; it is no longer expected',
    )
    .argument('<app/id>', 'the stream')
    .argument('[id]', 'its id, when the first argument is only the app')
    .option(...stackOption)
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'JSON output: the number of rows removed of each class')
    .addHelpText(
      'after',
      `
Backups and logs remain. A later or deferred hook creates the stream again: end the stream first, or revoke the
token that its hooks use.`,
    )
    .action((first: string, id: string | undefined, options: ForgetOptions) => {
      rejectOptionsBefore(streams);
      return forget(parseStreamName(first, id), options);
    });
}

/** Commander assigns options before `forget` to the parent command, where they would be lost. */
function rejectOptionsBefore(streams: Command): void {
  const [option] = Object.keys(streams.opts());
  if (option !== undefined)
    throw new Error(`Received --${option} before forget, expected its options after it: see --help.`);
}

async function forget(stream: StreamName, { stack, yes, json }: ForgetOptions): Promise<void> {
  if (!yes && (json || !process.stdin.isTTY || !process.stdout.isTTY))
    throw new Error('forget: received --json, or no terminal to ask on: expected --yes, to skip the question.');
  if (stack === undefined && process.env.STREAMS_URL)
    throw new Error(
      'forget: received STREAMS_URL, but a URL does not identify a table: expected --stack, or no STREAMS_URL for this machine.',
    );
  await withConnection(stack, async (connection) => {
    const { streams: name, notifications } = connection.tables;
    const table = { client: connection.client, name, notifications };
    if (!(await isKnown(table, stream)))
      throw new Error(
        `${nameOf(stream)}: stream not found in ${connection.name}${connection.url === undefined ? '' : '; npm run streams lists all streams'}.`,
      );
    if (!yes && !(await confirm(questionFor(stream, connection))))
      throw new Error(`Nothing was removed: ${nameOf(stream)} is as it was.`);
    const removed = await forgetStreams(table, [stream]);
    console.log(
      json
        ? toPrintableJson({ ...stream, removed: countsByClass(removed) })
        : describeRemoval(stream, connection, removed),
    );
  });
}

/** Whether a stream was ever seen, is expected, or was refused. */
const isKnown = async (table: DeletableTable, stream: StreamName): Promise<boolean> =>
  (await hasRows(table, streamPartition(stream.app, stream.id))) ||
  (await isExpected(table, stream)) ||
  hasRefusals(table, stream);

/** Completes the counts with 0 for classes without rows. */
const countsByClass = (removed: RowCounts) =>
  Object.fromEntries(forgottenClasses.map((name) => [name, removed[name] ?? 0]));

const nameOf = ({ app, id }: StreamName): string => `${app}/${id}`;

const questionFor = (stream: StreamName, { name }: ReceiverConnection): string =>
  toPrintable(`Forget ${nameOf(stream)} in ${name}, with its history and recordings? Type yes to continue: `);

function describeRemoval(stream: StreamName, { name }: ReceiverConnection, removed: RowCounts): string {
  const classes = Object.entries(removed).map(([rowClass, count]) => `${rowClass} ${count}`);
  return [
    toPrintable(
      `Forgot ${nameOf(stream)} in ${name}: ${pluralize(totalRows(removed), 'row')} (${classes.join(', ')}).`,
    ),
    'Backups and logs remain. A later hook creates the stream again.',
  ].join('\n');
}
