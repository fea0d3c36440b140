import { randomBytes } from 'node:crypto';
import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { hashToken, readTokenItem, type Token, tokenKey, toTokenItem } from '../lambda/tokens/token.ts';

/** Returns 256 random bits in base64url. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The table of tokens, for the commands that manage them: the functions only look tokens up. */
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
    await this.#client.send(new PutItemCommand({ TableName: this.#name, Item: toTokenItem(stored) }));
    return stored;
  }

  /** Returns every token, newest first. */
  async list(): Promise<Token[]> {
    const tokens: Token[] = [];
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.#name })) {
      tokens.push(...(page.Items ?? []).map(readTokenItem));
    }
    return tokens.sort((a, b) => b.createdAt - a.createdAt);
  }

  async revoke(hash: string): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#name, Key: tokenKey(hash) }));
  }
}
