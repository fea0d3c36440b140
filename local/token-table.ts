import { randomBytes } from 'node:crypto';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { readTokenRow, tokenKey, toTokenRow } from '../lambda/table/rows/token-row.ts';
import { Table } from '../lambda/table/table.ts';
import { hashToken, type Token } from '../lambda/tokens/token.ts';

/** A secret of 256 random bits, as a URL can carry it. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The table of tokens, for those who make them: functions only look them up. */
export class TokenTable {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** Keeps a token of this secret, by its hash; one that was kept before is replaced. */
  async create(secret: string, token: Omit<Token, 'hash'>): Promise<Token> {
    const stored = { ...token, hash: hashToken(secret) };
    await new Table(this.#client, this.#name).put(toTokenRow(stored));
    return stored;
  }

  /** Every token, the newest first. */
  async list(): Promise<Token[]> {
    const tokens: Token[] = [];
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.#name })) {
      tokens.push(...(page.Items ?? []).map(readTokenRow));
    }
    return tokens.sort((a, b) => b.createdAt - a.createdAt);
  }

  async revoke(hash: string): Promise<void> {
    await new Table(this.#client, this.#name).delete(tokenKey(hash));
  }
}
