import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { Hook } from '../../lambda/stream/event.ts';
import { keyOf, keyText } from '../../lambda/table/keys.ts';
import { type Outcome, Recorder } from '../../lambda/table/record.ts';
import { eventKey, toEventRow } from '../../lambda/table/rows/event-row.ts';
import { isUnexpired, retentionDays } from '../../lambda/table/rows/expiry.ts';
import { isQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import { ifStillUnrecognised, unprocessedFilter } from '../../lambda/table/rows/unprocessed-rows.ts';
import { type Item, Table } from '../../lambda/table/table.ts';
import { pluralize } from '../../words/pluralize.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { readStoredMessage } from './stored-message.ts';

/** Takes every event that was not understood through this version; what became of them, in words. */
export async function replayQuarantine({ client, tables, name }: ReceiverConnection): Promise<string> {
  const replay = new QuarantineReplay(client, tables.streams);
  let rowCount = 0;
  const outcomes = new Map<Outcome, number>();
  for await (const row of readUnprocessedRows(client, tables.streams)) {
    rowCount++;
    const outcome = await replay.replay(row);
    if (outcome !== undefined) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const outcomeText = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'none';
  return `Not understood when they came, in ${name}: ${pluralize(rowCount, 'event')}. Understood now: ${outcomeText}.`;
}

/** Rows that are quarantined, or whose action was not known. They lie anywhere, so that all of the table is read. */
async function* readUnprocessedRows(client: DynamoDBClient, table: string): AsyncGenerator<Item> {
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ...unprocessedFilter,
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items.filter((row) => isUnexpired(row, Date.now()));
}

/** Replaces rows of what was not understood by what is understood now. */
class QuarantineReplay {
  readonly #table: Table;

  constructor(client: DynamoDBClient, name: string) {
    this.#table = new Table(client, name);
  }

  /** What the event is now; undefined when it is not understood still. The old row goes when the new one is there. */
  async replay(row: Item): Promise<Outcome | undefined> {
    const message = readStoredMessage(row);
    const hook = readMessage(message);
    if (!isProcessableNow(hook, row)) return undefined;
    const historyDays = retentionDays(row, message.receivedAt);
    // A row that was kept stays one; what has waited for a later version is of no last hour.
    const recorder = new Recorder({ historyDays, keepHeartbeats: true, healthHistory: false });
    if (hook.type === 'stream' && keyText(row) === keyText(eventKey(hook))) {
      await recorder.record(this.#table, hook); // finds its row, and folds it into the state
      await this.#table.put(toEventRow(hook, historyDays), ifStillUnrecognised); // the last, so that it is all taken up again until then
      return hook.outcome;
    }
    const outcome = await recorder.record(this.#table, hook);
    await this.#table.delete(keyOf(row));
    return outcome;
  }
}

/** A body that can be read now may tell of an action that is unknown still. */
function isProcessableNow(hook: Hook, row: Item): boolean {
  const isKnown = hook.type === 'server' || (hook.type === 'stream' && hook.outcome !== 'unrecognised');
  return isKnown || (isQuarantineRow(row) && hook.type === 'stream');
}
