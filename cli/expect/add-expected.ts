import type { Command } from 'commander';
import { MAX_EXPECTED, readExpected, readState } from '../../lambda/expecting/read-expected.ts';
import { expectedKey } from '../../lambda/table/row-keys.ts';
import { type ExpectedStream, expectUpdate } from '../../lambda/table/rows/expected-row.ts';
import type { Table } from '../../lambda/table/table.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { expectationText, formatGrace } from '../../words/expectation-text.ts';
import { stackOption } from '../connection/with-connection.ts';
import type { StreamName } from '../forget/stream-name.ts';
import { type ListedExpected, toListed } from './expected-list.ts';
import { parseExpectedName } from './parse-expected-name.ts';
import { withStreamsTable } from './with-streams-table.ts';

interface AddOptions {
  /** In ms. */
  readonly grace?: number;
  readonly stack?: string;
  readonly json?: true;
}

const DEFAULT_GRACE_MS = 300_000;

/** Adds `add`, which expects a stream to be live, or changes its grace. */
export function addAdd(expect: Command): void {
  expect
    .command('add')
    .usage('[options] APP/ID | APP ID')
    .description('expect a stream to be live; again: change its grace')
    .argument('<app/id>', 'the stream, whether or not it was ever seen')
    .argument('[id]', 'its id, when the first argument is only the app')
    .option('--grace <time>', 'how long it may be not live, such as 30s or 5m (default: 5m)', parseDuration)
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((first: string, id: string | undefined, { stack, json, grace = DEFAULT_GRACE_MS }: AddOptions) => {
      const stream = parseExpectedName(first, id);
      return withStreamsTable(stack, async ({ streams, name }) => {
        const { added, isNew } = await add(streams, { ...stream, grace: grace / 1_000, addedAt: Date.now() });
        console.log(json ? toPrintableJson(added) : formatAdded(added, isNew, name));
      });
    });
}

/** Adds an expected stream, or changes the grace of one and keeps what is known of it. Throws when there are too many. */
async function add(
  table: Table,
  stream: ExpectedStream,
): Promise<{ readonly added: ListedExpected; readonly isNew: boolean }> {
  const all = await readExpected(table);
  const before = all.find(({ app, id }) => app === stream.app && id === stream.id);
  if (before === undefined && all.length >= MAX_EXPECTED)
    throw new Error(
      `${nameOf(stream)}: ${all.length} streams are expected already, expected at most ${MAX_EXPECTED}: npm run expect -- remove APP/ID makes room.`,
    );
  await table.update(expectedKey(stream.app, stream.id), expectUpdate(stream));
  const stored = await readState(table, stream.app, stream.id);
  const added = toListed({ ...stream, ...before, grace: stream.grace }, stored, Date.now());
  return { added, isNew: before === undefined };
}

const nameOf = ({ app, id }: StreamName): string => `${app}/${id}`;

function formatAdded(added: ListedExpected, isNew: boolean, receiver: string): string {
  const what = isNew
    ? `Expecting ${nameOf(added)} in ${receiver}`
    : `${nameOf(added)} was expected in ${receiver} already`;
  return [
    toPrintable(`${what}: it is missing once it is not live for longer than ${formatGrace(added.grace)}.`),
    `Now: ${expectationText(added, Date.now())}.`,
  ].join('\n');
}
