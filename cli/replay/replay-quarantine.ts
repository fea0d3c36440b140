import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { Hook } from '../../lambda/stream/event.ts';
import { type Outcome, Recorder } from '../../lambda/table/recorder.ts';
import { keyOf, keyText } from '../../lambda/table/row-keys.ts';
import { eventKey, toEventRow } from '../../lambda/table/rows/event-row.ts';
import { isUnexpired, retentionDays } from '../../lambda/table/rows/expiry.ts';
import { isQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import { ifStillUnrecognised, unprocessedFilter } from '../../lambda/table/rows/unprocessed-rows.ts';
import { type Item, Table } from '../../lambda/table/table.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { readStoredMessage } from './stored-message.ts';

/** Processes every quarantined or unrecognised event again, with this version, and describes the outcomes. */
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
  return `Unreadable or unrecognised on arrival, in ${name}: ${pluralize(rowCount, 'event')}. Processed now: ${outcomeText}.`;
}

/** Scans the whole table for rows that are quarantined, or whose action was unrecognised: no index lists them. */
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

/** Keys of the index by day, whatever the setting: without it they list nothing, and with it no row may lack them. */
const byDay = true;

/** Replaces rows of unprocessed events by what this version makes of them. */
class QuarantineReplay {
  readonly #table: Table;

  constructor(client: DynamoDBClient, name: string) {
    this.#table = new Table(client, name);
  }

  /** Returns the new outcome; undefined when this version cannot process the event either. The old row is deleted once the new one is written. */
  async replay(row: Item): Promise<Outcome | undefined> {
    const message = readStoredMessage(row);
    const hook = readMessage(message);
    if (!isProcessableNow(hook, row)) return undefined;
    const historyDays = retentionDays(row, message.receivedAt);
    // An event with a row retains one, even a heartbeat; health samples are of the last hour only.
    const recorder = new Recorder({ historyDays, keepHeartbeats: true, healthHistory: false, byDay });
    if (hook.type === 'stream' && keyText(row) === keyText(eventKey(hook))) {
      await recorder.record(this.#table, hook); // finds its row, and folds it into the state
      await this.#table.put(toEventRow(hook, historyDays, byDay), ifStillUnrecognised); // last, so that an interrupted replay is repeated as a whole
      return hook.outcome;
    }
    const outcome = await recorder.record(this.#table, hook);
    await this.#table.delete(keyOf(row));
    return outcome;
  }
}

/** Whether the action is known now, or a quarantined body at least readable. */
function isProcessableNow(hook: Hook, row: Item): boolean {
  const isKnown = hook.type === 'server' || (hook.type === 'stream' && hook.outcome !== 'unrecognised');
  return isKnown || (isQuarantineRow(row) && hook.type === 'stream');
}
