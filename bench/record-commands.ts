import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { TableCircuitBreaker } from '../lambda/receiving/circuit-breaker.ts';
import type { HookLogLine } from '../lambda/receiving/hook-result.ts';
import { type ReceiverDeps, receive } from '../lambda/receiving/receive.ts';
import { Recorder } from '../lambda/table/recorder.ts';
import { Table } from '../lambda/table/table.ts';
import { hashToken } from '../lambda/tokens/token.ts';
import { TokenCache } from '../lambda/tokens/token-cache.ts';
import { toTokenRow } from '../lambda/tokens/token-row.ts';
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

/** The receiver's effects for one hook. */
export interface RecordedHook {
  /** Factories of the commands that are sent concurrently: a command can be sent only once. */
  readonly commands: readonly (() => Command)[];
  readonly line: HookLogLine | undefined;
}

/**
 * Runs the receiver on these hooks, in order, against a table whose conditions all hold, and records the effects of each.
 * The token has been looked up, its hour noted and the app listed before.
 */
export async function recordCommands(hooks: readonly APIGatewayProxyEventV2[]): Promise<RecordedHook[]> {
  let commands: (() => Command)[] = [];
  let line: HookLogLine | undefined;
  const send = async ({ constructor: Kind, input }: Command) => {
    commands.push(() => Reflect.construct(Kind, [input]));
    return { Item: toTokenRow(token), Attributes: {}, $metadata: { requestId: 'recorded' } };
  };
  const log = (logLine: HookLogLine) => {
    line = logLine;
  };
  const receiverDeps = createReceiverDeps({ send } as Partial<DynamoDBClient> as DynamoDBClient, log);
  const recorded: RecordedHook[] = [];
  for (const hook of [...hooks.slice(0, 1), ...hooks]) {
    // the extra first one looks up the token, notes its hour and lists the app
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
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true }),
    tokenCache: new TokenCache(600),
    allowList: () => true,
    circuitBreaker: new TableCircuitBreaker(1_000),
    deferredStore: { defer: () => Promise.reject(new Error('expected the table to take it')) },
    log,
  };
}
