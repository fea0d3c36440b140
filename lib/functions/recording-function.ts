import type { Construct } from 'constructs';
import type { DeferredQueue } from '../data/deferred-queue.ts';
import type { StreamsTable } from '../data/streams-table.ts';
import type { TokensTable } from '../data/tokens-table.ts';
import type { Settings } from '../settings/settings.ts';
import { HandlerFunction, type HandlerFunctionProps } from './handler-function.ts';

export interface RecordingProps {
  /** The table that events are written to. */
  readonly streams: StreamsTable;
  /** The table in which the events' tokens are looked up. */
  readonly tokens: TokensTable;
  /** The queue of the events that a table did not store in time. */
  readonly deferred: DeferredQueue;
  /** The deployment's settings. */
  readonly settings: Settings;
}

/**
 * Creates a function that writes events and looks up tokens. Both functions that record share its environment and
 * grants, so that a deferred event is recorded as a new one is.
 */
export function createRecordingFunction(
  scope: Construct,
  id: string,
  { streams, tokens, deferred, settings }: RecordingProps,
  { environment, ...props }: Omit<HandlerFunctionProps, 'settings'>,
): HandlerFunction {
  const recording = new HandlerFunction(scope, id, {
    ...props,
    settings,
    environment: {
      STREAMS_TABLE: streams.tableName,
      TOKENS_TABLE: tokens.tableName,
      ...retentionVariables(settings),
      DEFERRED_QUEUE_URL: deferred.queue.queueUrl,
      ...environment,
    },
  });
  streams.grantWriteEvents(recording);
  tokens.grantGetItem(recording);
  return recording;
}

/** Returns the variables that `retentionFromEnv` of `lambda/function-env.ts` reads. */
export const retentionVariables = (
  settings: Pick<Settings, 'historyDays' | 'keepHeartbeats' | 'healthHistory' | 'byDay'>,
): Record<string, string> => ({
  HISTORY_DAYS: String(settings.historyDays),
  KEEP_HEARTBEATS: String(settings.keepHeartbeats),
  HEALTH_HISTORY: String(settings.healthHistory),
  BY_DAY: String(settings.byDay),
});
