import type { Construct } from 'constructs';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction, type HandlerFunctionProps } from './handler-function.ts';

/** What a function works with that keeps events. */
export interface RecordingProps {
  /** Where it keeps events. */
  readonly streams: StreamsTable;
  /** Where it looks up the tokens that came with them. */
  readonly tokens: TokensTable;
  /** Where events wait that a table did not take in time. */
  readonly deferred: DeferredQueue;
  /** What whoever deploys chose. */
  readonly settings: Settings;
}

/** Keeps events. What waited is kept as what comes is: two functions, one environment. */
export class RecordingFunction extends HandlerFunction {
  constructor(
    scope: Construct,
    id: string,
    { streams, tokens, deferred, environment, ...props }: RecordingProps & HandlerFunctionProps,
  ) {
    super(scope, id, {
      ...props,
      environment: {
        STREAMS_TABLE: streams.tableName,
        TOKENS_TABLE: tokens.tableName,
        HISTORY_DAYS: String(props.settings.historyDays),
        KEEP_HEARTBEATS: String(props.settings.keepHeartbeats),
        HEALTH_HISTORY: String(props.settings.healthHistory),
        DEFERRED_QUEUE_URL: deferred.queue.queueUrl,
        ...environment,
      },
    });
    streams.grantWriteEvents(this);
    tokens.grantGetItem(this);
  }
}
