import type { Construct } from 'constructs';
import { REPLAY_TIMEOUT } from '../data/deferred-queue.ts';
import type { HandlerFunction } from './handler-function.ts';
import { createRecordingFunction, type RecordingProps } from './recording-function.ts';

/** Lambda's minimum: deferred events can wait, and the executions of a new account, which may be 10, are for hooks. */
const MAX_CONCURRENCY = 2;

/** Creates the function that records deferred events. */
export function createReplayerFunction(scope: Construct, id: string, props: RecordingProps): HandlerFunction {
  const replayer = createRecordingFunction(scope, id, props, {
    entry: 'replayer',
    description: 'Stores the webhooks that a table did not store in time',
    timeout: REPLAY_TIMEOUT,
    environment: {},
  });
  props.deferred.grantConsumeMessages(replayer);
  replayer.lambda.addEventSourceMapping('Deferred', {
    eventSourceArn: props.deferred.queue.queueArn,
    batchSize: 10, // in a larger batch, events would wait for each other
    maxConcurrency: MAX_CONCURRENCY,
    reportBatchItemFailures: true,
  });
  return replayer;
}
