import { type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { toTableChanges } from '../../lambda/announcing/stream-records.ts';
import type { TableChange } from '../../lambda/announcing/table-change.ts';

/** Records of one answer: the maximum of DynamoDB. */
const MAX_RECORDS = 1_000;

interface Shard {
  readonly ShardId: string;
}

/** DynamoDB's stream of a table, read through the API. */
export class TableStream {
  readonly #client: DynamoDBClient;
  readonly #endpoint: string;
  readonly #arn: string;

  private constructor(client: DynamoDBClient, endpoint: string, arn: string) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#arn = arn;
  }

  /** Switches the stream of an existing table on, as an update of a deployment does. */
  static async open(client: DynamoDBClient, endpoint: string, table: string): Promise<TableStream> {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;
    const { TableDescription } = await client.send(new UpdateTableCommand({ TableName: table, StreamSpecification }));
    return new TableStream(client, endpoint, TableDescription?.LatestStreamArn ?? '');
  }

  /** Returns all changes since the stream was switched on, in the order of each row; removed rows are left out. */
  async readChanges(): Promise<TableChange[]> {
    const { StreamDescription } = await this.#send<{ StreamDescription: { Shards: Shard[] } }>('DescribeStream', {
      StreamArn: this.#arn,
    });
    return (await Promise.all(StreamDescription.Shards.map(({ ShardId }) => this.#readShard(ShardId)))).flat();
  }

  /** Its records are those that a Lambda gets. */
  async #readShard(ShardId: string): Promise<TableChange[]> {
    const first = { StreamArn: this.#arn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await this.#send<{ ShardIterator: string }>('GetShardIterator', first);
    const changes: TableChange[] = [];
    for (let next: string | undefined = ShardIterator; next !== undefined; ) {
      const page: { Records: DynamoDBRecord[]; NextShardIterator?: string } = await this.#send('GetRecords', {
        ShardIterator: next,
        Limit: MAX_RECORDS,
      });
      changes.push(...toTableChanges(page.Records));
      next = page.Records.length === 0 ? undefined : page.NextShardIterator;
    }
    return changes;
  }

  /** The SDK has another package for streams. DynamoDB Local reads the access key id of a signature, and checks nothing. */
  async #send<Output>(operation: string, input: object): Promise<Output> {
    const { accessKeyId } = await this.#client.config.credentials();
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        'x-amz-date': new Date().toISOString().replaceAll(/[-:]|\.\d+/g, ''),
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261102/local/dynamodb/aws4_request, SignedHeaders=host, Signature=unchecked`,
      },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Output;
  }
}
