import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { Table } from '../lambda/table/table.ts';
import { isStreamKeyRow } from '../lambda/tokens/stream-key-row.ts';
import { hashToken, type Token } from '../lambda/tokens/token.ts';
import { readTokenRow, tokenKey, toTokenRow } from '../lambda/tokens/token-row.ts';

/** The tokens table, for the commands that manage them: the functions only look tokens up. */
export class TokenTable {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Stores a token by the hash of its secret, or replaces it. */
  async create(secret: string, token: Omit<Token, 'hash'>): Promise<Token> {
    const stored = { ...token, hash: hashToken(secret) };
    await new Table(this.#client, this.#name).put(toTokenRow(stored));
    return stored;
  }

  /** Returns every token, newest first. */
  async list(): Promise<Token[]> {
    const tokens: Token[] = [];
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.#name })) {
      tokens.push(...(page.Items ?? []).filter((row) => !isStreamKeyRow(row)).map(readTokenRow));
    }
    return tokens.sort((a, b) => b.createdAt - a.createdAt);
  }

  async revoke(hash: string): Promise<void> {
    await new Table(this.#client, this.#name).delete(tokenKey(hash));
  }
}
