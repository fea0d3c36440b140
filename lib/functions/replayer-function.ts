import type { Construct } from 'constructs';
import { REPLAY_TIMEOUT } from '../data/deferred-queue.ts';
import { RecordingFunction, type RecordingProps } from './recording-function.ts';

/** As few as Lambda allows: what waited can wait, and the executions of a new account, which may be 10, are for hooks. */
const MAX_CONCURRENCY = 2;

/** Keeps what waited. It can write streams, look up the token that came with an event, and take events from the queue. */
export class ReplayerFunction extends RecordingFunction {
  constructor(scope: Construct, id: string, props: RecordingProps) {
    super(scope, id, {
      ...props,
      entry: 'replayer',
      description: 'Keeps the webhooks that a table did not take in time',
      timeout: REPLAY_TIMEOUT,
      environment: {},
    });
    props.deferred.grantConsumeMessages(this);
    this.lambda.addEventSourceMapping('Deferred', {
      eventSourceArn: props.deferred.queue.queueArn,
      batchSize: 10, // more would wait for each other
      maxConcurrency: MAX_CONCURRENCY,
      reportBatchItemFailures: true,
    });
  }
}
