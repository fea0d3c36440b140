import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TableCircuitBreaker } from '../lambda/receiving/circuit-breaker.ts';
import type { HookLogLine } from '../lambda/receiving/hook-result.ts';
import { type ReceiverDeps, receive } from '../lambda/receiving/receive.ts';
import { Recorder } from '../lambda/table/record.ts';
import { toTokenRow } from '../lambda/table/rows/token-row.ts';
import { Table } from '../lambda/table/table.ts';
import { hashToken } from '../lambda/tokens/token.ts';
import { TokenCache } from '../lambda/tokens/token-cache.ts';
import { TOKEN } from './hooks.ts';

type Command = Parameters<DynamoDBClient['send']>[0];

const token = {
  hash: hashToken(TOKEN),
  scopes: ['hooks'],
  app: '*',
  label: '',
  createdAt: 0,
  expiresAt: null,
} as const;

/** What the receiver does for a hook. */
export interface RecordedHook {
  /** Makers of new commands, as they are sent, at once. */
  readonly commands: readonly (() => Command)[];
  /** What it logs. */
  readonly line: HookLogLine | undefined;
}

/**
 * What the receiver does for each of these hooks, in the order of their coming, with a table whose every condition holds,
 * once it has looked up the token and listed the app.
 */
export async function recordCommands(hooks: readonly APIGatewayProxyEventV2[]): Promise<RecordedHook[]> {
  let commands: (() => Command)[] = [];
  let line: HookLogLine | undefined;
  const send = async ({ constructor: Kind, input }: Command) => {
    commands.push(() => Reflect.construct(Kind, [input]));
    return { Item: toTokenRow(token), Attributes: {}, $metadata: { requestId: 'noted' } };
  };
  const log = (logged: HookLogLine) => {
    line = logged;
  };
  const receiverDeps = createReceiverDeps({ send } as unknown as DynamoDBClient, log);
  const recorded: RecordedHook[] = [];
  for (const hook of [...hooks.slice(0, 1), ...hooks]) {
    commands = [];
    await receive(hook, receiverDeps);
    recorded.push({ commands, line });
  }
  return recorded.slice(1);
}

function createReceiverDeps(client: DynamoDBClient, log: ReceiverDeps['log']): ReceiverDeps {
  return {
    streams: new Table(client, 'streams'),
    tokens: new Table(client, 'tokens'),
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }),
    tokenCache: new TokenCache(600),
    allowList: () => true,
    circuitBreaker: new TableCircuitBreaker(1_000),
    deferredStore: { defer: () => Promise.reject(new Error('expected the table to take it')) },
    log,
  };
}
