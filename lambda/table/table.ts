import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  type DynamoDBClientResolvedConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Command } from '@smithy/core/client';
import { raceAbort } from '../with-timeout.ts';

export type Item = Record<string, AttributeValue>;
export type Condition = Pick<
  UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
export const unlessExists: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

export type Update = Condition & Pick<UpdateItemCommandInput, 'UpdateExpression'>;
/** Returns the update that sets an attribute (no reserved word) of an item that exists; it is refused for any other. */
export const setIfExists = (attribute: string, value: AttributeValue): Update => ({
  ConditionExpression: 'attribute_exists(pk)',
  UpdateExpression: `SET ${attribute} = :value`,
  ExpressionAttributeValues: { ':value': value },
});

export type Query = Omit<QueryCommandInput, 'TableName'>;
export type Projection = Pick<
  QueryCommandInput,
  'ProjectionExpression' | 'ExpressionAttributeNames' | 'ConsistentRead'
>;

type TableCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Command<
  Input,
  Output,
  DynamoDBClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/**
 * One DynamoDB table, and the only place that sends it commands. A refused condition is a value (`false` or undefined);
 * any other failure of DynamoDB, and the end of the time budget, throws.
 */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;
  readonly #signal: AbortSignal | undefined;

  constructor(client: DynamoDBClient, name: string, signal?: AbortSignal) {
    this.#client = client;
    this.#name = name;
    this.#signal = signal;
  }

  /** The same table; its commands throw once the signal aborts. */
  withSignal(signal: AbortSignal): Table {
    return new Table(this.#client, this.#name, signal);
  }

  async get(key: Item, consistent = false, projection: Projection = {}): Promise<Item | undefined> {
    const input = { TableName: this.#name, Key: key, ConsistentRead: consistent, ...projection };
    const command = new GetItemCommand(input);
    return (await this.#send(command)).Item;
  }

  async put(item: Item, condition: Condition = {}): Promise<boolean> {
    const command = new PutItemCommand({ TableName: this.#name, Item: item, ...condition });
    return (await unlessConditionFailed(this.#send(command))) !== undefined;
  }

  async update(key: Item, update: Update): Promise<boolean> {
    const command = new UpdateItemCommand({ TableName: this.#name, Key: key, ...update });
    return (await unlessConditionFailed(this.#send(command))) !== undefined;
  }

  /** Updates an item and returns the old values of the attributes it sets, or of `ALL_OLD`, at no extra cost; undefined when its condition is refused. */
  async updateReturningOld(
    key: Item,
    update: Update,
    ReturnValues: 'UPDATED_OLD' | 'ALL_OLD' = 'UPDATED_OLD',
  ): Promise<Item | undefined> {
    const command = new UpdateItemCommand({ TableName: this.#name, Key: key, ...update, ReturnValues });
    const output = await unlessConditionFailed(this.#send(command));
    return output && (output.Attributes ?? {});
  }

  /** Deletes an item, whether it exists or not. */
  async delete(key: Item): Promise<void> {
    await this.#send(new DeleteItemCommand({ TableName: this.#name, Key: key }));
  }

  /** Reads one page, at most 1 MB; `more` when further items follow. */
  async query(query: Query): Promise<{ items: Item[]; more: boolean }> {
    const page = await this.#send(new QueryCommand({ TableName: this.#name, ...query }));
    return { items: page.Items ?? [], more: page.LastEvaluatedKey !== undefined };
  }

  /** Reads the items of at most 100 keys, in no order, without those that do not exist; `unread` are the keys that DynamoDB left unread. */
  async getBatch(keys: Item[], projection: Projection = {}): Promise<{ items: Item[]; unread: Item[] }> {
    const command = new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: keys, ...projection } } });
    const output = await this.#send(command);
    return { items: output.Responses?.[this.#name] ?? [], unread: output.UnprocessedKeys?.[this.#name]?.Keys ?? [] };
  }

  /**
   * The SDK stops listening to the signal once a response has begun, and takes an empty response for a success, from
   * any sender: those of DynamoDB have a request id.
   */
  async #send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: TableCommand<Input, Output>,
  ): Promise<Output> {
    const signal = this.#signal;
    const sent = this.#client.send(command, signal && { abortSignal: signal });
    const output = await (signal ? raceAbort(signal, sent) : sent);
    if (output.$metadata.requestId !== undefined) return output;
    throw new Error('DynamoDB: received a response without a request id, expected one: another server has answered.');
  }
}

/** The output of a write; undefined when its condition is refused. */
async function unlessConditionFailed<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
