import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { Hook } from '../../lambda/stream/event.ts';
import { eventKey, isUnexpired, retentionDays, toEventRow } from '../../lambda/table/history.ts';
import { type Outcome, Recorder } from '../../lambda/table/record.ts';
import { type Item, Table } from '../../lambda/table/table.ts';
import { pluralize } from '../../words/pluralize.ts';
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
      FilterExpression: 'begins_with(#pk, :quarantine) OR #outcome = :unrecognised',
      ExpressionAttributeNames: { '#pk': 'pk', '#outcome': 'outcome' },
      ExpressionAttributeValues: { ':quarantine': { S: 'quarantine#' }, ':unrecognised': { S: 'unrecognised' } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items.filter((row) => isUnexpired(row, Date.now()));
}

/** Replaces rows of unprocessed events by what this version makes of them. */
class QuarantineReplay {
  readonly #client: DynamoDBClient;
  readonly #name: string;
  readonly #table: Table;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
    this.#table = new Table(client, name);
  }

  /** Returns the new outcome; undefined when this version cannot process the event either. The old row is deleted once the new one is written. */
  async replay(row: Item): Promise<Outcome | undefined> {
    const message = readStoredMessage(row);
    const hook = readMessage(message);
    if (!isProcessableNow(hook, row)) return undefined;
    const historyDays = retentionDays(row.expiresAt?.N ?? '', message.receivedAt);
    // An event with a row retains one, even a heartbeat; health samples are of the last hour only.
    const recorder = new Recorder({ historyDays, keepHeartbeats: true, healthHistory: false });
    if (hook.type === 'stream' && isSameKey(row, eventKey(hook))) {
      await recorder.record(this.#table, hook); // finds its row, and folds it into the state
      await this.#table.put(toEventRow(hook, historyDays), ifStillUnrecognised); // last, so that an interrupted replay is repeated as a whole
      return hook.outcome;
    }
    const outcome = await recorder.record(this.#table, hook);
    await this.#client.send(new DeleteItemCommand({ TableName: this.#name, Key: keyOf(row) }));
    return outcome;
  }
}

const ifStillUnrecognised = {
  ConditionExpression: '#outcome = :unrecognised',
  ExpressionAttributeNames: { '#outcome': 'outcome' },
  ExpressionAttributeValues: { ':unrecognised': { S: 'unrecognised' } },
};

/** Whether the action is known now, or a quarantined body at least readable. */
function isProcessableNow(hook: Hook, { body }: Item): boolean {
  const isKnown = hook.type === 'server' || (hook.type === 'stream' && hook.outcome !== 'unrecognised');
  return isKnown || (body !== undefined && hook.type === 'stream');
}

const keyOf = ({ pk, sk }: Item): Item => ({ ...(pk && { pk }), ...(sk && { sk }) });

const isSameKey = (row: Item, { pk, sk }: Item): boolean => row.pk?.S === pk?.S && row.sk?.S === sk?.S;
