import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { text } from '../lambda/table/attributes.ts';
import { Table } from '../lambda/table/table.ts';
import type { StreamKey } from '../lambda/tokens/stream-key.ts';
import { readStreamKeyRow, STREAM_KEY_PREFIX, streamKeyKey, toStreamKeyRow } from '../lambda/tokens/stream-key-row.ts';
import { hashToken } from '../lambda/tokens/token.ts';

/** The keys of publishers and players in the tokens table, for the commands that manage them: the functions only look keys up. */
export class StreamKeyTable {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Stores a key that nobody has used by its hash, or replaces it. */
  async create(secret: string, key: Omit<StreamKey, 'hash' | 'lastUsedAt' | 'allowed'>): Promise<StreamKey> {
    const stored = { ...key, hash: hashToken(secret), lastUsedAt: null, allowed: 0 };
    await new Table(this.#client, this.#name).put(toStreamKeyRow(stored));
    return stored;
  }

  /** Returns every key, newest first. */
  async list(): Promise<StreamKey[]> {
    const scan = {
      TableName: this.#name,
      FilterExpression: 'begins_with(#hash, :prefix)',
      ExpressionAttributeNames: { '#hash': 'hash' },
      ExpressionAttributeValues: { ':prefix': text(STREAM_KEY_PREFIX) },
    };
    const keys: StreamKey[] = [];
    for await (const { Items = [] } of paginateScan({ client: this.#client }, scan)) {
      keys.push(...Items.map(readStreamKeyRow));
    }
    return keys.sort((a, b) => b.createdAt - a.createdAt);
  }

  async revoke(hash: string): Promise<void> {
    await new Table(this.#client, this.#name).delete(streamKeyKey(hash));
  }
}
