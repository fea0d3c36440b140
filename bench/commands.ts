import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Patience } from '../lambda/receiving/circuit-breaker.ts';
import { type HookLine, type Receiving, receive } from '../lambda/receiving/receive.ts';
import { Recorder } from '../lambda/table/record.ts';
import { Table } from '../lambda/table/table.ts';
import { hashOf, tokenItem } from '../lambda/tokens/token.ts';
import { TokenLookUp } from '../lambda/tokens/token-cache.ts';
import { TOKEN } from './hooks.ts';

type Command = Parameters<DynamoDBClient['send']>[0];

const token = { hash: hashOf(TOKEN), scopes: ['hooks'], app: '*', label: '', createdAt: 0, expiresAt: null } as const;

/** What the receiver does for a hook. */
export interface Noted {
  /** Makers of new commands, as they are sent, at once. */
  readonly commands: readonly (() => Command)[];
  /** What it logs. */
  readonly line: HookLine | undefined;
}

/**
 * What the receiver does for each of these hooks, in the order of their coming, with a table whose every condition holds,
 * once it has looked up the token and listed the app.
 */
export async function notedOf(hooks: readonly APIGatewayProxyEventV2[]): Promise<Noted[]> {
  let commands: (() => Command)[] = [];
  let line: HookLine | undefined;
  const send = async ({ constructor: Kind, input }: Command) => {
    commands.push(() => Reflect.construct(Kind, [input]));
    return { Item: tokenItem(token), Attributes: {}, $metadata: { requestId: 'noted' } };
  };
  const log = (told: HookLine) => {
    line = told;
  };
  const receiving = receivingBy({ send } as unknown as DynamoDBClient, log);
  const all: Noted[] = [];
  for (const hook of [...hooks.slice(0, 1), ...hooks]) {
    commands = [];
    await receive(hook, receiving);
    all.push({ commands, line });
  }
  return all.slice(1);
}

function receivingBy(client: DynamoDBClient, log: Receiving['log']): Receiving {
  return {
    streams: new Table(client, 'streams'),
    tokens: new Table(client, 'tokens'),
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }),
    lookUp: new TokenLookUp(600),
    allowList: () => true,
    patience: new Patience(1_000),
    secondSink: { defer: () => Promise.reject(new Error('expected the table to take it')) },
    log,
  };
}
