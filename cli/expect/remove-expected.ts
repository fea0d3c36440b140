import type { Command } from 'commander';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption, withConnection } from '../connection/with-connection.ts';
import { removeExpectation } from '../forget/remove-expectation.ts';
import { parseStreamName } from '../streams/streams-options.ts';

/** Adds `remove`, after which a stream is no longer expected. */
export function addRemove(expect: Command): void {
  expect
    .command('remove')
    .usage('[options] APP/ID | APP ID')
    .description('no longer expect a stream; the stream itself, and all that is known of it, stays')
    .argument('<app/id>', 'the stream')
    .argument('[id]', 'its id, when the first argument is only the app')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((first: string, id: string | undefined, { stack, json }: { stack?: string; json?: true }) => {
      const stream = parseStreamName(first, id);
      const name = `${stream.app}/${stream.id}`;
      return withConnection(stack, async (connection) => {
        const removed = await removeExpectation({ client: connection.client, name: connection.tables.streams }, stream);
        if (removed === undefined)
          throw new Error(
            `${name}: not expected in ${connection.name}; npm run expect -- list shows the streams that are.`,
          );
        const { app, grace } = removed;
        console.log(
          json
            ? toPrintableJson({ app, id: removed.id, grace })
            : toPrintable(`${name} is no longer expected in ${connection.name}.`),
        );
      });
    });
}
