import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandOutput,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { raceAbort } from '../with-timeout.ts';

export type Item = Record<string, AttributeValue>;
export type Condition = Pick<
  UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;
export type Update = Condition & Pick<UpdateItemCommandInput, 'UpdateExpression'>;
/** What every answer of the SDK has. */
type SdkOutput = Pick<GetItemCommandOutput, '$metadata'>;
export type Query = Omit<QueryCommandInput, 'TableName'>;

/**
 * One DynamoDB table, and the only place that sends it commands. A refused condition is an answer (`false`, or nothing);
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

  /** The same table, for as long as the signal lets it. */
  withSignal(signal: AbortSignal): Table {
    return new Table(this.#client, this.#name, signal);
  }

  async get(key: Item, consistent = false): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.#name, Key: key, ConsistentRead: consistent });
    return (await this.#send((options) => this.#client.send(command, options))).Item;
  }

  async put(item: Item, condition: Condition = {}): Promise<boolean> {
    const command = new PutItemCommand({ TableName: this.#name, Item: item, ...condition });
    return (await unlessConditionFailed(this.#send((options) => this.#client.send(command, options)))) !== undefined;
  }

  async update(key: Item, update: Update): Promise<boolean> {
    const command = new UpdateItemCommand({ TableName: this.#name, Key: key, ...update });
    return (await unlessConditionFailed(this.#send((options) => this.#client.send(command, options)))) !== undefined;
  }

  /** An update that answers what the attributes that it sets were before, at no cost; undefined is a refused condition. */
  async updateReturningOld(key: Item, update: Update): Promise<Item | undefined> {
    const command = new UpdateItemCommand({
      TableName: this.#name,
      Key: key,
      ...update,
      ReturnValues: 'UPDATED_OLD',
    });
    const answer = await unlessConditionFailed(this.#send((options) => this.#client.send(command, options)));
    return answer && (answer.Attributes ?? {});
  }

  /** One page: at most 1 MB, and whether there is more behind it. */
  async query(query: Query): Promise<{ items: Item[]; more: boolean }> {
    const command = new QueryCommand({ TableName: this.#name, ...query });
    const page = await this.#send((options) => this.#client.send(command, options));
    return { items: page.Items ?? [], more: page.LastEvaluatedKey !== undefined };
  }

  /** The items of at most 100 keys, in no order, without those that do not exist; and the keys that DynamoDB left unread. */
  async getBatch(keys: Item[]): Promise<{ items: Item[]; unread: Item[] }> {
    const command = new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: keys } } });
    const answer = await this.#send((options) => this.#client.send(command, options));
    return { items: answer.Responses?.[this.#name] ?? [], unread: answer.UnprocessedKeys?.[this.#name]?.Keys ?? [] };
  }

  /**
   * What DynamoDB answers. The SDK no longer listens to the signal once an answer has begun, and takes an empty one for a
   * success, whoever sent it: DynamoDB's own has an id.
   */
  async #send<T extends SdkOutput>(send: (options: { abortSignal?: AbortSignal }) => Promise<T>): Promise<T> {
    const signal = this.#signal;
    const answer = await (signal === undefined ? send({}) : raceAbort(signal, send({ abortSignal: signal })));
    if (answer.$metadata.requestId !== undefined) return answer;
    throw new Error('DynamoDB: received an answer without a request id, expected one: something else has answered.');
  }
}

/** What a write is answered; undefined when its condition is refused. */
async function unlessConditionFailed<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
