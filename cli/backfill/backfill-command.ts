import { Command } from 'commander';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { confirm } from '../../terminal/confirm.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { stackOption, withConnection } from '../connection/with-connection.ts';
import { type BackfillPrice, computeBackfillPrice, describeSize, type TableSize } from './backfill-price.ts';
import { showProgress } from './backfill-progress.ts';
import { backfillTable } from './backfill-table.ts';
import type { BackfillResult } from './index-rows.ts';
import { readIndexSettings } from './read-index-settings.ts';

interface BackfillOptions {
  readonly stack?: string;
  readonly yes?: true;
  readonly json?: true;
}

const HELP = `
Run it once after an update from a release that did not list events by day, or after the setting byDay was switched on.
It reads the whole table and changes only rows that are not listed yet, so it can be ended at any time and run again.

Examples:
  npm run backfill -- --stack AntMediaWebhooks          says the highest price, and asks
  npm run backfill -- --stack AntMediaWebhooks --yes`;

export function createBackfillCommand(): Command {
  return new Command('npm run backfill --')
    .usage('[--stack NAME] [--yes] [--json]')
    .description(
      'Lists older events, sessions and recordings by time over all streams, on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .option(...stackOption)
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'JSON output: the items read, the rows listed, and the highest price')
    .showHelpAfterError('See npm run backfill -- --help')
    .addHelpText('after', HELP)
    .action(backfill);
}

async function backfill({ stack, yes, json }: BackfillOptions): Promise<void> {
  if (!yes && (json || !process.stdin.isTTY || !process.stdout.isTTY))
    throw new Error('backfill: received --json, or no terminal to ask on: expected --yes, to skip the question.');
  await withConnection(stack, async (connection) => {
    const settings = await readIndexSettings(connection);
    const size = await describeSize(connection.client, connection.tables.streams);
    const price = computeBackfillPrice(size);
    if (!json) console.log(describePrice(connection, size, price));
    if (!yes && !(await confirm('Type yes to continue: '))) throw new Error('Nothing was changed.');
    const progress = showProgress(size.items);
    const result = await backfillTable(connection, settings, progress.update).finally(progress.stop);
    console.log(json ? toPrintableJson(toJson(result, connection, price)) : describeResult(result, connection));
  });
}

/** The receiver of this machine costs nothing. */
const isDeployed = ({ outputs }: ReceiverConnection): boolean => outputs !== undefined;

function describePrice(connection: ReceiverConnection, { items, bytes }: TableSize, price: BackfillPrice): string {
  if (!isDeployed(connection))
    return toPrintable(`The table of ${connection.name} is on this machine: this costs nothing.`);
  const megabytes = (bytes / 1e6).toFixed(1);
  return toPrintable(
    `The table of ${connection.name} has ${pluralize(items, 'item')} and ${megabytes} MB, as DynamoDB counted up to 6 hours ago. This costs at most $${price.dollars.toFixed(2)} (us-east-1): ${price.readUnits} read units for one scan, and ${price.writeUnits} write units if every item is a row to list.`,
  );
}

const toJson = ({ scanned, listed }: BackfillResult, connection: ReceiverConnection, price: BackfillPrice) => ({
  scanned,
  listed,
  maxDollars: isDeployed(connection) ? price.dollars : 0,
});

const describeResult = ({ scanned, listed }: BackfillResult, { name }: ReceiverConnection): string =>
  toPrintable(
    `Read ${pluralize(scanned, 'item')} of ${name}, and listed ${pluralize(listed, 'row')}: the events, sessions and recordings of all streams are complete, as far as they are stored.`,
  );
