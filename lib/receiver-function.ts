import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HandlerFunction } from './handler-function.ts';
import type { Settings } from './settings.ts';
import type { StreamsTable } from './streams-table.ts';
import type { TokensTable } from './tokens-table.ts';

export interface ReceiverFunctionProps {
  /** Where it keeps events. */
  readonly streams: StreamsTable;
  /** Where it looks up the token that it is shown. */
  readonly tokens: TokensTable;
  /** What whoever deploys chose. */
  readonly settings: Settings;
}

/**
 * Twice the time that the receiver gives itself (1.5 s): it has answered long before, if only with 503 and the log line
 * that holds the event, and what still runs then hangs. Lambda counts the start of a new process apart.
 */
const TIMEOUT = Duration.seconds(3);

/** Keeps what the media server sends. It can write streams, and look up a token that it is shown. */
export class ReceiverFunction extends HandlerFunction {
  constructor(scope: Construct, id: string, { streams, tokens, settings }: ReceiverFunctionProps) {
    super(scope, id, {
      entry: 'receiver',
      description: 'Keeps the webhooks of Ant Media Server',
      timeout: TIMEOUT,
      environment: {
        STREAMS_TABLE: streams.tableName,
        TOKENS_TABLE: tokens.tableName,
        HISTORY_DAYS: String(settings.historyDays),
        KEEP_HEARTBEATS: String(settings.keepHeartbeats),
        ALLOW_LIST: settings.allowList,
      },
      ...(settings.reservedConcurrency > 0 && { reservedConcurrentExecutions: settings.reservedConcurrency }),
      settings,
    });
    streams.grantKeep(this);
    tokens.grantLookUp(this);
  }
}
