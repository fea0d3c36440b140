import type { Command } from 'commander';
import { streamPartition, streamRowClasses } from '../../lambda/table/keys.ts';
import { confirm } from '../../terminal/confirm.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption, withConnection } from '../connection/with-connection.ts';
import { forgetStreams, type StreamName, totalRows } from '../forget/forget-streams.ts';
import { hasRows, type RowCounts } from '../forget/remove-partition.ts';
import { parseStreamName } from './streams-options.ts';

interface ForgetOptions {
  readonly stack?: string;
  readonly yes?: true;
  readonly json?: true;
}

/** Adds `forget`: it removes a stream from the table. */
export function addForget(streams: Command): void {
  streams
    .command('forget')
    .usage('[options] APP/ID | APP ID')
    .description('removes a stream: its state, history, recordings and every other row of it')
    .argument('<app/id>', 'the stream')
    .argument('[id]', 'its id, when the app stands alone before it')
    .option(...stackOption)
    .option('--yes', 'without a question')
    .option('--json', 'for machines: how many rows of each class were removed')
    .addHelpText(
      'after',
      `
Backups and logs remain. A hook that comes later, or that was deferred, makes the stream anew: end it first, or
revoke the token that it comes by.`,
    )
    .action((first: string, id: string | undefined, options: ForgetOptions) => {
      rejectOptionsBefore(streams);
      return forget(parseStreamName(first, id), options);
    });
}

/** Commander takes what stands before `forget` for an option of the table, where it would be lost. */
function rejectOptionsBefore(streams: Command): void {
  const [option] = Object.keys(streams.opts());
  if (option !== undefined)
    throw new Error(`Received --${option} before forget, expected the options of forget behind it: see --help.`);
}

async function forget(stream: StreamName, { stack, yes, json }: ForgetOptions): Promise<void> {
  if (!yes && (json || !process.stdin.isTTY || !process.stdout.isTTY))
    throw new Error('forget: received no terminal to ask on, or --json: expected --yes, to go on without a question.');
  if (stack === undefined && process.env.STREAMS_URL)
    throw new Error(
      'forget: received STREAMS_URL, and a URL does not say in which table: expected --stack, or no STREAMS_URL for this machine.',
    );
  await withConnection(stack, async (place) => {
    const table = { client: place.client, name: place.tables.streams };
    if (!(await hasRows(table, streamPartition(stream.app, stream.id))))
      throw new Error(
        `${nameOf(stream)}: ${place.name} never heard of this stream${place.url === undefined ? '' : '; npm run streams shows those it knows'}.`,
      );
    if (!yes && !(await confirm(questionFor(stream, place))))
      throw new Error(`Nothing was removed: ${nameOf(stream)} is as it was.`);
    const removed = await forgetStreams(table, [stream]);
    console.log(
      json ? toPrintableJson({ ...stream, removed: countsByClass(removed) }) : describeRemoval(stream, place, removed),
    );
  });
}

/** The count of each class, 0 included. */
const countsByClass = (removed: RowCounts) =>
  Object.fromEntries(streamRowClasses.map((name) => [name, removed[name] ?? 0]));

const nameOf = ({ app, id }: StreamName): string => `${app}/${id}`;

const questionFor = (stream: StreamName, { name }: ReceiverConnection): string =>
  toPrintable(`Forget ${nameOf(stream)} in ${name}, with its history and recordings? Type yes to go on: `);

function describeRemoval(stream: StreamName, { name }: ReceiverConnection, removed: RowCounts): string {
  const classes = Object.entries(removed).map(([rowClass, count]) => `${rowClass} ${count}`);
  return [
    toPrintable(`Forgot ${nameOf(stream)} in ${name}: ${totalRows(removed)} rows (${classes.join(', ')}).`),
    'Backups and logs remain. A hook that comes later makes it anew.',
  ].join('\n');
}
