import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type QueueReplaying, replayBatch } from './deferred/replay-batch.ts';
import { keepingOf, logLine, setting } from './required-env.ts';
import { Recorder } from './table/record.ts';
import { Table } from './table/table.ts';
import { TokenLookUp } from './tokens/token-cache.ts';

/** Long enough for a table that is slow: no sender waits. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const client = new DynamoDBClient({ requestHandler });
const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
const queue = setting('DEFERRED_QUEUE_URL');
const replaying: QueueReplaying = {
  streams: new Table(client, setting('STREAMS_TABLE')),
  tokens: new Table(client, setting('TOKENS_TABLE')),
  recorder: new Recorder(keepingOf()),
  lookUp: new TokenLookUp(3_000),
  postpone: (ReceiptHandle, VisibilityTimeout) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle, VisibilityTimeout })),
  log: logLine,
};

/** The replayer's Lambda: SQS gives it what waits in the queue of deferred events. */
export const handler = (event: SQSEvent) => replayBatch(event, replaying);
